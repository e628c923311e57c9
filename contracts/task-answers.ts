import * as z from 'zod/mini';

/** What a worker's page submits: crowd-form's `taskAnswers`, a JSON array with one object. */
export const TaskAnswers = z.array(z.looseObject({})).check(z.minLength(1), z.maxLength(1));
export type TaskAnswers = z.infer<typeof TaskAnswers>;

/** Longest submitted answer as JSON text, in characters. */
export const MAX_ANSWER = 2_000_000;
