import { readFileSync } from 'node:fs';
import { marsPoses, marsRepair } from '#consolidation/keypoint/mars-poses.ts';
import type { MatchedPose } from '#consolidation/keypoint/pose-batch.ts';
import { findData, readJson } from './find-data.ts';

/** How MARS writes an image down: size, keypoints, and by animal the medians [y, x] in units of the size. */
interface Frame {
  width: number;
  height: number;
  ann_label: string[];
  ann_mouse: { med: [number[], number[]] };
}

interface Line {
  annotatedResult: { annotationsFromAllWorkers: { annotationData: { content: string } }[] };
}

interface Content {
  annotatedResult: { keypoints: { label: string; x: number; y: number }[] };
}

const K = 7;
const pairs = [
  [1, 2],
  [4, 5],
] as const;

/**
 * Merges the answers of MARS's published job as MARS does.
 * @returns the largest difference from its own labels, in units of the image's size, and how many of the 1200 pairs
 *   were repaired (149 by its own count); undefined where the data are not on this machine
 */
export function reproduceMars(): { worst: number; repaired: number } | undefined {
  const published = findData('keypoints', 'mars-black', 'processed_keypoints.json');
  const manifest = findData('keypoints', 'mars-black', 'output.manifest');
  if (!published || !manifest) return undefined;
  const frames = readJson<Frame[]>(published);
  const poses = readFileSync(manifest, 'utf8')
    .trim()
    .split('\n')
    .map((text, index) => toPose(JSON.parse(text) as Line, frames[index]));
  const merged = marsPoses({
    keypointCount: K,
    pairs,
    axis: undefined,
    sigmas: new Float64Array(K).fill(0.05),
    workerCount: 6,
    poses,
  });
  let worst = 0;
  merged.forEach(({ x, y }, index) => {
    const { width = 1, height = 1, ann_mouse } = frames[index] ?? {};
    const [medianY = [], medianX = []] = ann_mouse?.med ?? [];
    for (let k = 0; k < K; k++) {
      worst = Math.max(worst, Math.abs((x[k] ?? 0) / width - (medianX[k] ?? 0)));
      worst = Math.max(worst, Math.abs((y[k] ?? 0) / height - (medianY[k] ?? 0)));
    }
  });
  let repaired = 0;
  for (const pose of poses) {
    const { x, y } = marsRepair(pose, { keypointCount: K, pairs });
    for (let view = 0; view < pose.workers.length; view++)
      for (const [i] of pairs)
        if (x[view * K + i] !== pose.x[view * K + i] || y[view * K + i] !== pose.y[view * K + i]) repaired++;
  }
  return { worst, repaired };
}

function toPose({ annotatedResult }: Line, frame: Frame | undefined): MatchedPose {
  const { width = 1, height = 1, ann_label: names = [] } = frame ?? {};
  const answers = annotatedResult.annotationsFromAllWorkers;
  const points = answers.flatMap(({ annotationData }) => {
    const { keypoints } = (JSON.parse(annotationData.content) as Content).annotatedResult;
    return names.map(
      (name) => keypoints.find(({ label }) => label === name) ?? { x: Number.NaN, y: Number.NaN },
    );
  });
  return {
    workers: Int32Array.from(answers, (_, view) => view),
    x: Float64Array.from(points, ({ x }) => x),
    y: Float64Array.from(points, ({ y }) => y),
    scale: 100,
    image: { width, height },
  };
}
