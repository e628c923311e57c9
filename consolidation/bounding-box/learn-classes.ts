import { compareText } from '../answered-object.ts';
import { hybridVotes } from '../classification/dawid-skene-votes.ts';
import type { BoxBatch, MergedBox } from './box-batch.ts';

/**
 * The class of every merged box, from the classes that its workers gave it: as in classification, workers who confuse
 * two classes are found over the job, and count less where they do. A box is then as sure as that it exists, times as
 * sure as its class. Boxes of a job with one class stay as they are.
 */
export function learnClasses(batch: BoxBatch, merged: readonly (readonly MergedBox[])[]): MergedBox[][] {
  const labels = [...new Set(batch.objects.flatMap(({ boxes }) => boxes.map(({ label }) => label)))].sort(
    compareText,
  );
  if (labels.length < 2) return merged.map((boxes) => [...boxes]);
  const indexOf = new Map(labels.map((label, index) => [label, index]));
  const [task, worker, label]: [number[], number[], number[]] = [[], [], []];
  let count = 0;
  merged.forEach((boxes, index) => {
    const { boxes: answered = [], workers = [] } = batch.objects[index] ?? {};
    for (const { members } of boxes) {
      for (const member of members) {
        const own = answered[member];
        if (!own) continue;
        task.push(count);
        worker.push(workers[own.worker] ?? 0);
        label.push(indexOf.get(own.label) ?? 0);
      }
      count++;
    }
  });
  const { choice, confidence } = hybridVotes({
    taskCount: count,
    workerCount: batch.workerCount,
    classCount: labels.length,
    task: Int32Array.from(task),
    worker: Int32Array.from(worker),
    label: Int32Array.from(label),
  });
  let next = 0;
  return merged.map((boxes) =>
    boxes.map((box) => {
      const at = next++;
      return {
        ...box,
        label: labels[choice[at] as number] ?? box.label,
        confidence: box.confidence * (confidence[at] as number),
      };
    }),
  );
}
