import type { AnsweredObject, WorkerAnswer } from '#consolidation/answered-object.ts';
import { consolidateVerificationBatch } from '#consolidation/classification/consolidate-verifications.ts';
import { mostFrequent } from '#consolidation/most-frequent.ts';
import type { ClassificationAnswer, MultiLabelAnswer } from '#contracts/classification-answer.ts';
import { boundingBoxTask } from './bounding-box-task.ts';
import { keypointTask } from './keypoint-task.ts';
import { truths } from './known-answers.ts';
import type { PostContext, PostTask, TaskBatch, TaskLabel } from './post-task.ts';

/** Class of marks that workers corrected; it comes after the job's own. */
const ADJUSTED = 'adjusted';
/** Comments of one object that its metadata keeps, and their length in characters. */
const MAX_COMMENTS = 20;
const MAX_COMMENT = 500;

type Answer = ClassificationAnswer;

/**
 * Verdicts on earlier marks. First whether they are accepted, which considers how often checkers err either way;
 * of refused marks the class is the most frequent one among those who refused.
 * @param labels the job's classes; the first accepts
 */
export function mergeVerdicts(
  objects: readonly AnsweredObject<Answer>[],
  labels: readonly string[] | undefined,
  {
    gold,
    ...knowledge
  }: { method?: string | undefined } & Pick<
    PostContext<Answer | MultiLabelAnswer>,
    'gold' | 'reliability' | 'learn' | 'calibration'
  > = {},
): TaskBatch {
  const named = objects.flatMap(({ answers }) => answers.map(({ answer }) => answer.label));
  const accepting = objects
    .flatMap(({ answers }) => answers.map(({ answer }) => answer))
    .find((answer) => accepts(answer, labels));
  const found = [...new Set(named)].sort(
    (a, b) => Number(b === accepting?.label) - Number(a === accepting?.label) || (a < b ? -1 : 1),
  );
  const classes = [...new Set([...(labels ?? found.filter((name) => name !== ADJUSTED)), ADJUSTED])];
  const judged = objects
    .map(({ id, answers }) => ({
      id,
      answers: answers.filter(({ answer }) => classes.includes(answer.label)),
    }))
    .filter(({ answers }) => answers.length > 0);
  const { results, ...shown } = consolidateVerificationBatch(
    judged.map(({ id, answers }) => ({
      id,
      answers: answers.map(({ workerId, answer }) => ({
        workerId,
        answer: { accepted: accepts(answer, labels) },
      })),
    })),
    {
      ...knowledge,
      gold:
        gold &&
        truths(gold, (answer) =>
          classes.includes(String(answer['label'])) ? accepts(answer as Answer, labels) : undefined,
        ),
    },
  );
  const verdicts = new Map(results.map((verdict) => [verdict.id, verdict]));
  const merged = objects.map(({ id }): TaskLabel | string => {
    const verdict = verdicts.get(id);
    const answers = judged.find((object) => object.id === id)?.answers ?? [];
    if (!verdict) return `No answer is one of the job's ${classes.length} classes.`;
    const agreeing = answers.filter(({ answer }) => accepts(answer, labels) === verdict.accepted);
    const known = String(gold?.get(id)?.['label']);
    const className = classes.includes(known)
      ? known
      : (mostFrequent(agreeing.map(({ answer }) => answer.label)) ?? '');
    return {
      label: classes.indexOf(className),
      type: 'groundtruth/label-verification',
      metadata: {
        'class-name': className,
        confidence: verdict.confidence,
        method: verdict.method,
        'worker-feedback': feedbackOf(answers),
        agreement: answers.map(({ workerId, answer }) => ({
          'worker-id': workerId,
          agrees: answer.label === className,
        })),
        ...(className === ADJUSTED ? adjustedLabel(id, answers) : {}),
      },
    };
  });
  return { labels: merged, ...shown };
}

function accepts({ verdict, label }: Answer, labels: readonly string[] | undefined): boolean {
  return verdict === undefined ? label === labels?.[0] : verdict === 'accepted';
}

function feedbackOf(answers: readonly WorkerAnswer<Answer>[]): { comment: string }[] {
  return answers
    .flatMap(({ answer }) =>
      answer.workerComment ? [{ comment: answer.workerComment.slice(0, MAX_COMMENT) }] : [],
    )
    .slice(0, MAX_COMMENTS);
}

/** The corrected marks of those who corrected them, merged as a job that asks for such marks would. */
function adjustedLabel(id: string, answers: readonly WorkerAnswer<Answer>[]): Record<string, unknown> {
  const merge = <Marks>(task: PostTask<Marks>) => {
    const usable = answers.flatMap(({ workerId, answer: { adjustment } }) => {
      if (!adjustment || !task.recognizes(adjustment)) return [];
      try {
        return [{ workerId, answer: task.parse(adjustment, { objectId: id, workerId }) }];
      } catch {
        // The verdict counts, though its marks cannot be read.
        return [];
      }
    });
    if (usable.length === 0) return undefined;
    const [merged] = task.consolidate([{ id, answers: usable }], {
      settings: {},
      labelCategories: undefined,
    }).labels;
    return typeof merged === 'object' ? merged : undefined;
  };
  const merged = merge(boundingBoxTask) ?? merge(keypointTask);
  return merged ? { 'adjusted-label': merged.label, 'adjusted-label-metadata': merged.metadata } : {};
}
