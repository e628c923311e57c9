import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Peak resident memory in MiB of a process of its own that builds the task's large batch and merges it. */
export function peakMemory(task: 'keypoint' | 'bounding-box' | 'classification', method: string): number {
  const script = join(import.meta.dirname, 'merge-large-batch.ts');
  return Number(execFileSync(process.execPath, [script, task, method], { encoding: 'utf8' }));
}
