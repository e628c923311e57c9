import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { LambdaSettings } from '#contracts/lambda-settings.ts';
import { parseContract } from '#contracts/parse.ts';
import {
  MAX_TASK_INPUT,
  PreAnnotationRequest,
  type PreAnnotationResponse,
} from '#contracts/pre-annotation.ts';
import { readSettings } from '../read-settings.ts';

/** A manifest line as it comes in the request: any keys. */
export type DataObject = Record<string, unknown>;

/** Makes `task.input` of one template from a manifest line and the function's settings. */
export type MakeTaskInput = (line: DataObject, settings: LambdaSettings) => Record<string, unknown>;

/**
 * A pre-annotation handler. An error's message reaches the job's failure reason and the log, so every one says
 * what the manifest line lacks.
 */
export function createPreHandler(
  makeTaskInput: MakeTaskInput,
): (event: unknown) => Promise<PreAnnotationResponse> {
  return async (event) => {
    const { dataObject } = parseContract(PreAnnotationRequest, event, 'pre-annotation request');
    const line: DataObject = { ...dataObject };
    const taskInput = makeTaskInput(line, readSettings());
    return { taskInput: fitTaskInput({ ...taskInput, manifestLine: line }), isHumanAnnotationRequired: true };
  };
}

/** A long manifest line can push `task.input` over the limit; the template does not need the line itself. */
function fitTaskInput(taskInput: Record<string, unknown>): Record<string, unknown> {
  if (JSON.stringify(taskInput).length <= MAX_TASK_INPUT) return taskInput;
  const { manifestLine: _, ...rest } = taskInput;
  const length = JSON.stringify(rest).length;
  if (length <= MAX_TASK_INPUT) return rest;
  throw new GroundTruthError(
    'limit-exceeded',
    `The task input has ${length} characters; Ground Truth takes ${MAX_TASK_INPUT}. Shorten the skeleton or the initial value.`,
  );
}
