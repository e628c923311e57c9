/**
 * Merges one large batch and prints the process's peak resident memory in MiB:
 * node bench/merge-large-batch.ts <task> <method>. A process of its own, so that nothing else is in the figure.
 */
import { boxMethods } from '#consolidation/bounding-box/methods.ts';
import { classificationMethods } from '#consolidation/classification/methods.ts';
import { findMethod } from '#consolidation/find-method.ts';
import { keypointMethods } from '#consolidation/keypoint/methods.ts';
import { largeBoxBatch } from './boxes.ts';
import { largeVoteBatch } from './classification.ts';
import { largePoseBatch } from './keypoints.ts';

/** 22,223 animals x 5 workers x 9 keypoints are a million points. */
const ANIMALS = 22_223;

const [task, method = ''] = process.argv.slice(2);
if (task === 'keypoint') findMethod(keypointMethods, method, task)(largePoseBatch(ANIMALS));
else if (task === 'bounding-box') findMethod(boxMethods, method, task)(largeBoxBatch(10_000));
else findMethod(classificationMethods, method, 'classification')(largeVoteBatch().batch);
// Kibibytes on every platform that Node runs on.
process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
