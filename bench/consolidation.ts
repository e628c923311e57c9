import { benchBoxes, benchBoxSpeed } from './boxes.ts';
import { benchClassification, benchClassificationSpeed } from './classification.ts';
import { benchClassificationWorlds } from './classification-worlds.ts';
import { printFloors } from './floors.ts';
import { benchKeypointWorlds } from './keypoint-worlds.ts';
import { benchKeypointSpeed, benchSimulatedKeypoints, benchSplitHalf } from './keypoints.ts';

// Prints how good and how fast every consolidation method is, beside published methods on the same data:
// node bench/consolidation.ts [keypoints] [boxes] [classification]
const parts: Record<string, (() => void)[]> = {
  keypoints: [benchSplitHalf, benchSimulatedKeypoints, benchKeypointWorlds, benchKeypointSpeed],
  boxes: [benchBoxes, benchBoxSpeed],
  classification: [benchClassification, benchClassificationWorlds, benchClassificationSpeed],
};
const chosen = process.argv.slice(2);
for (const [name, benchmarks] of Object.entries(parts))
  if (chosen.length === 0 || chosen.includes(name)) for (const run of benchmarks) run();
printFloors();
