import * as z from 'zod/mini';
import { ImageSize, Pixel } from './geometry.ts';
import { LabelName, Skeleton } from './skeleton.ts';

/** Whether a placed keypoint could be seen or is hidden behind something. */
export const Visibility = z.enum(['visible', 'occluded']);
export type Visibility = z.infer<typeof Visibility>;

/** Identity of an instance inside one answer. crowd-keypoint's flat answers have none: instance "1" is meant. */
export const InstanceId = z.union([z.string().check(z.minLength(1), z.maxLength(64)), z.number()]);

export const AnsweredKeypoint = z.looseObject({
  label: LabelName,
  x: Pixel,
  y: Pixel,
  instance: z.optional(InstanceId),
  visibility: z.optional(Visibility),
});
export type AnsweredKeypoint = z.infer<typeof AnsweredKeypoint>;

/**
 * What `<gt-keypoint>` answers, a superset of crowd-keypoint's answer (docs: elements, "Answers").
 * @example {"inputImageProperties":{"height":906,"width":1250},"keypoints":[{"label":"nose","x":10,"y":20}]}
 */
export const KeypointAnswer = z.looseObject({
  inputImageProperties: ImageSize,
  keypoints: z.array(AnsweredKeypoint).check(z.maxLength(20_000)),
  /** Keypoints that the worker says are not in the picture. */
  absent: z.optional(
    z.array(z.looseObject({ label: LabelName, instance: z.optional(InstanceId) })).check(z.maxLength(20_000)),
  ),
  instances: z.optional(
    z
      .array(z.looseObject({ id: InstanceId, label: z.optional(LabelName), name: z.optional(LabelName) }))
      .check(z.maxLength(1000)),
  ),
  /** True when the worker says that no animal is in the picture. */
  nothingToLabel: z.optional(z.boolean()),
  /** How the work went, when the element was not told to leave it out: times in ms and counts. Untrusted. */
  telemetry: z.optional(
    z.looseObject({
      /** Time at work; a pause counts at most five seconds. */
      activeMs: z.optional(z.number()),
      /** The same for each keypoint by name, all animals together; of very many, those that took longest. */
      pointMs: z.optional(z.record(z.string(), z.number())),
      edits: z.optional(z.number()),
      /** Edits that only put marks elsewhere: dragged, nudged, turned. */
      moves: z.optional(z.number()),
      undo: z.optional(z.number()),
      redo: z.optional(z.number()),
      /** Times that the worker zoomed, by wheel, fingers, keys or buttons. */
      zoom: z.optional(z.number()),
      /** Edits made with the loupe in sight. */
      loupe: z.optional(z.number()),
      warningsShown: z.optional(z.number()),
      warningsAccepted: z.optional(z.number()),
    }),
  ),
  /** Echo of the skeleton that the element showed, because a payload carries no manifest line. Untrusted. */
  skeleton: z.optional(Skeleton),
});
export type KeypointAnswer = z.infer<typeof KeypointAnswer>;
