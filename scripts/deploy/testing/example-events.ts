import type { FunctionName } from '#infra/describe-stack.ts';

// Requests as Ground Truth makes them, for each of our functions.

const job = {
  version: '2018-10-16',
  labelingJobArn: 'arn:aws:sagemaker:us-east-1:000000000000:labeling-job/mice-1',
};

const size = { inputImageProperties: { width: 320, height: 200 } };

/** What one worker submits for each task. */
const answers: Record<string, (worker: number) => unknown> = {
  'bounding-box': (worker) => ({
    boundingBoxes: [{ left: 10 + worker, top: 10, width: 40, height: 30, label: 'boat' }],
    ...size,
  }),
  keypoint: (worker) => ({
    ...size,
    keypoints: ['nose', 'tail'].map((label, index) => ({
      label,
      x: 50 + 90 * index + worker,
      y: 80 + worker,
    })),
  }),
  classification: (worker) => ({ label: 'boat', worker }),
};

const taskOf = (name: FunctionName) => name.replace(/-(pre|post)$/, '');

/** The answer of a worker under the element's name. */
export const answerTo = (name: FunctionName, worker: number): unknown => ({
  annotatedResult: answers[taskOf(name)]?.(worker),
});

/** A pre-annotation request whose line has all that any task wants. */
export const preEvent = (): object => ({
  ...job,
  dataObject: {
    'source-ref': 's3://frames/1.png',
    labels: ['boat'],
    skeleton: { name: 'dot', keypoints: [{ name: 'nose' }], edges: [] },
  },
});

/** The payload of a consolidation request: two objects with three answers each. */
export const payloadFor = (name: FunctionName) =>
  [0, 1].map((id) => ({
    datasetObjectId: String(id),
    annotations: [0, 1, 2].map(
      (worker): { workerId: string; annotationData: { content?: string; s3Uri?: string } } => ({
        workerId: `w-${worker}`,
        annotationData: { content: JSON.stringify(answerTo(name, worker)) },
      }),
    ),
  }));

/** @param base S3 URI of the job's annotations */
export const postEvent = (base: string, s3Uri: string): object => ({
  ...job,
  labelAttributeName: 'pose',
  labelCategories: ['boat'],
  roleArn: 'arn:aws:iam::000000000000:role/jobs',
  outputConfig: base,
  payload: { s3Uri },
});
