import type { WorkerAnswer } from '#consolidation/answered-object.ts';
import { type ErrorPlace, GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { SetAsideAnswer } from '#contracts/label-metadata.ts';
import { excerpt, parseContract, parseJson, unwrapJson } from '#contracts/parse.ts';
import { PayloadAnnotation } from '#contracts/post-annotation.ts';
import type { PostTask } from './post-task.ts';

/** Reads the text behind an s3:// address. */
export type ReadText = (uri: string) => Promise<string>;

/** Longest text of one answer that is parsed, in characters. */
const MAX_CONTENT = 10_000_000;

export interface ReadAnswers<Answer> {
  answers: WorkerAnswer<Answer>[];
  setAside: SetAsideAnswer[];
}

/**
 * The usable answers of one object. One that cannot be read is set aside with its reason and costs nothing
 * else. A worker who answered twice counts once, with the last answer.
 */
export async function readAnswers<Answer>(
  annotations: readonly unknown[],
  task: PostTask<Answer>,
  {
    objectId,
    answerName,
    readText,
  }: { objectId: string; answerName: string | undefined; readText: ReadText },
): Promise<ReadAnswers<Answer>> {
  const answers = new Map<string, Answer>();
  const setAside: SetAsideAnswer[] = [];
  for (const annotation of annotations) {
    const workerId = workerOf(annotation);
    const where: ErrorPlace = { objectId, workerId };
    try {
      const content = await readContent(annotation, readText, where);
      const answer = task.parse(findAnswer(content, task, answerName, where), where);
      if (answers.has(workerId)) {
        setAside.push({ 'worker-id': workerId, reason: 'Answered again later; the last answer counts.' });
        answers.delete(workerId);
      }
      answers.set(workerId, answer);
    } catch (cause) {
      setAside.push({ 'worker-id': workerId, reason: reasonOf(cause) });
    }
  }
  return { answers: [...answers].map(([workerId, answer]) => ({ workerId, answer })), setAside };
}

/** The text or object of one annotation, parsed once or twice until it is no string any more. */
async function readContent(annotation: unknown, readText: ReadText, where: ErrorPlace): Promise<unknown> {
  const { annotationData } = parseContract(PayloadAnnotation, annotation, 'annotation', where);
  const uri = annotationData.s3Uri ?? annotationData.s3uri;
  let content: unknown = annotationData.content;
  if (content === undefined) {
    if (uri === undefined) {
      throw new GroundTruthError('invalid-contract', 'The annotation has neither content nor s3Uri.', {
        where,
      });
    }
    content = await readText(uri);
  }
  if (typeof content === 'string' && content.length > MAX_CONTENT) {
    throw new GroundTruthError(
      'limit-exceeded',
      `The answer has ${content.length} characters; at most ${MAX_CONTENT} are read.`,
      { where },
    );
  }
  return unwrapJson(content, 'answer', where);
}

/**
 * The answer inside what a worker's page submitted: under the configured name, else the first value that is
 * such an answer, else the content itself.
 */
function findAnswer<Answer>(
  content: unknown,
  task: PostTask<Answer>,
  answerName: string | undefined,
  where: ErrorPlace,
): unknown {
  if (!isRecord(content)) {
    throw new GroundTruthError('invalid-contract', `The answer is no object, found ${excerpt(content)}.`, {
      where,
    });
  }
  if (answerName !== undefined) {
    if (Object.hasOwn(content, answerName)) return unwrapJson(content[answerName], 'answer', where);
    throw new GroundTruthError(
      'invalid-contract',
      `There is no answer named ${excerpt(answerName)}; there are ${excerpt(Object.keys(content).join(', '))}.`,
      { where },
    );
  }
  for (const value of Object.values(content)) {
    const candidate = typeof value === 'string' ? parsedOrUndefined(value) : value;
    if (isRecord(candidate) && task.recognizes(candidate)) return candidate;
  }
  if (task.recognizes(content)) return content;
  const found = Object.keys(content);
  throw new GroundTruthError(
    'invalid-contract',
    found.length === 0
      ? 'The answer is empty.'
      : `None of the values is an answer of this task; there are ${excerpt(found.join(', '))}.`,
    { where },
  );
}

/** A hidden input's value is JSON text; a slider's is text too, and no answer. */
function parsedOrUndefined(text: string): unknown {
  if (!text.startsWith('{') && !text.startsWith('"')) return undefined;
  try {
    return unwrapJson(parseJson(text, 'value'), 'value');
  } catch {
    return undefined;
  }
}

function workerOf(annotation: unknown): string {
  return isRecord(annotation) && typeof annotation['workerId'] === 'string'
    ? annotation['workerId']
    : 'unknown';
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : excerpt(cause);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
