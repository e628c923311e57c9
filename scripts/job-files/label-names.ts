import { compareText } from '#consolidation/answered-object.ts';
import type { BoundingBoxAnswer } from '#contracts/bounding-box-answer.ts';
import type { ClassificationAnswer, MultiLabelAnswer } from '#contracts/classification-answer.ts';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { ConsolidationTask } from '../consolidate.ts';

/** Names that a job uses, gathered object by object. As many as the job has classes and keypoints. */
export class LabelNames {
  /** Classes by the number that the job's labels have for them. */
  readonly numbered = new Map<number, string>();
  readonly classes = new Set<string>();
  readonly keypoints = new Set<string>();

  /** Takes the names that a label and its metadata carry. */
  addLabel(label: unknown, metadata: Record<string, unknown>): void {
    const map = metadata['class-map'];
    if (typeof map === 'object' && map !== null)
      for (const [id, name] of Object.entries(map)) this.#number(Number(id), name);
    if (typeof label === 'number') this.#number(label, metadata['class-name']);
    const names = metadata['keypoint-names'];
    if (Array.isArray(names)) for (const name of names) this.keypoints.add(String(name));
  }

  /** @param answer as its task reads it; nothing adds nothing */
  addAnswer(task: ConsolidationTask, answer: unknown): void {
    if (answer === undefined) return;
    if (task === 'classification') {
      const { label, labels = [] } = answer as Partial<ClassificationAnswer & MultiLabelAnswer>;
      for (const name of label === undefined ? labels : [label]) this.classes.add(name);
    } else if (task === 'bounding-box')
      for (const { label } of (answer as BoundingBoxAnswer).boundingBoxes) this.classes.add(label);
    else {
      const { keypoints, absent = [], instances = [] } = answer as KeypointAnswer;
      for (const { label } of [...keypoints, ...absent]) this.keypoints.add(label);
      for (const { label } of instances) if (label !== undefined) this.classes.add(label);
    }
  }

  /** Every class at the number it has had; new ones fill the gaps and follow. Undefined when there is none. */
  orderedClasses(): string[] | undefined {
    const known = new Set(this.numbered.values());
    const fresh = [...this.classes].filter((name) => !known.has(name)).sort(compareText);
    const length = Math.max(-1, ...this.numbered.keys()) + 1;
    const ordered = Array.from(
      { length },
      (_, id) => this.numbered.get(id) ?? fresh.shift() ?? `class ${id}`,
    );
    const all = [...ordered, ...fresh];
    return all.length === 0 ? undefined : all;
  }

  #number(id: number, name: unknown): void {
    if (Number.isInteger(id) && id >= 0 && id < 1000 && typeof name === 'string') this.numbered.set(id, name);
  }
}
