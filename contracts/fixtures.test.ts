import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { BoundingBoxAnswer } from './bounding-box-answer.ts';
import { BoundingBoxLabel } from './bounding-box-label.ts';
import { ClassificationAnswer, MultiLabelAnswer } from './classification-answer.ts';
import { GroundTruthError } from './ground-truth-error.ts';
import { KeypointAnswer } from './keypoint-answer.ts';
import { KeypointLabel } from './keypoint-label.ts';
import { LabelCategoryConfig } from './label-category.ts';
import { LabelMetadata, readLabelMetadata } from './label-metadata.ts';
import { LambdaSettings } from './lambda-settings.ts';
import { parseManifestLine } from './manifest-line.ts';
import { parseContract, parseJson } from './parse.ts';
import { ConsolidatedObject, ConsolidationRequest, PayloadObject } from './post-annotation.ts';
import { PreAnnotationRequest, PreAnnotationResponse } from './pre-annotation.ts';
import { checkSkeleton, Skeleton } from './skeleton.ts';
import { TaskAnswers } from './task-answers.ts';
import { BoundingBoxTaskInput, ClassificationTaskInput, KeypointTaskInput } from './task-input.ts';
import { WorkerResponse } from './worker-response.ts';

const root = join(import.meta.dirname, '..', 'fixtures');

const reads = (schema: z.ZodMiniType) => (text: string) =>
  parseContract(schema, parseJson(text, 'fixture'), 'fixture');

/** How each arrow is read at the border, and what is said of each broken twin. */
const arrows: Record<string, { read: (text: string) => unknown; broken: Record<string, RegExp> }> = {
  skeleton: {
    read(text) {
      const skeleton = parseContract(Skeleton, parseJson(text, 'fixture'), 'skeleton');
      const contradiction = checkSkeleton(skeleton);
      if (contradiction) throw new GroundTruthError('invalid-contract', contradiction);
      return skeleton;
    },
    broken: {
      'broken-pair.json': /"left_eye" is used in edges, pairs or axis but is no keypoint/,
      'broken-empty.json': /keypoints is smaller than 1/,
    },
  },
  'manifest-line': {
    read: (text) => parseManifestLine(text.trim().replaceAll(/\n\s*/g, ''), 7),
    broken: {
      'broken-both-sources.json': /needs exactly one of "source-ref" and "source"/,
      'broken-no-source.json': /needs exactly one of "source-ref" and "source"/,
      'broken-dollar.json': /the attribute \$sequencer; names must not begin with "\$"/,
      'broken-cut-off.json': /not JSON/,
    },
  },
  'label-category': {
    read: reads(LabelCategoryConfig),
    broken: { 'broken-strings.json': /labels\.0 expected object, found boat/ },
  },
  'pre-annotation-request': {
    read: reads(PreAnnotationRequest),
    broken: {
      'broken-list.json': /dataObject expected object, found s3:\/\/invented-images/,
      'broken-no-arn.json': /labelingJobArn expected string/,
    },
  },
  'pre-annotation-response': {
    read: reads(PreAnnotationResponse),
    broken: {
      'broken-text-input.json': /taskInput expected object/,
      'broken-number.json': /isHumanAnnotationRequired/,
    },
  },
  'keypoint-task-input': {
    read: reads(KeypointTaskInput),
    broken: { 'broken-no-skeleton.json': /skeleton expected object/ },
  },
  'bounding-box-task-input': {
    read: reads(BoundingBoxTaskInput),
    broken: { 'broken-no-labels.json': /labels is smaller than 1/ },
  },
  'classification-task-input': {
    read: reads(ClassificationTaskInput),
    broken: { 'broken-no-labels.json': /labels is smaller than 1/ },
  },
  'multi-label-answer': {
    read: reads(MultiLabelAnswer),
    broken: { 'broken-label.json': /labels expected array/ },
  },
  'keypoint-answer': {
    read: reads(KeypointAnswer),
    broken: {
      'broken-text-coordinate.json': /keypoints\.1\.x expected number, found 852/,
      'broken-huge.json': /keypoints\.1\.x is larger than 1000000/,
      'broken-null.json': /keypoints\.1\.x expected number, found null/,
      'broken-no-size.json': /inputImageProperties expected object/,
      'broken-visibility.json': /visibility expected one of visible, occluded, found hidden/,
    },
  },
  'bounding-box-answer': {
    read: reads(BoundingBoxAnswer),
    broken: {
      'broken-negative-width.json': /boundingBoxes\.0\.width is smaller than 0, found -137/,
      'broken-no-label.json': /boundingBoxes\.1\.label expected string/,
      'broken-list.json': /expected object, found \[1,2,3\]/,
    },
  },
  'classification-answer': {
    read: reads(ClassificationAnswer),
    broken: {
      'broken-labels.json': /label expected string/,
      'broken-verdict.json': /verdict expected one of accepted, adjusted, rejected, found perhaps/,
    },
  },
  'task-answers': {
    read: reads(TaskAnswers),
    broken: {
      'broken-object.json': /expected array/,
      'broken-two.json': /is larger than 1/,
    },
  },
  'worker-response': {
    read: reads(WorkerResponse),
    broken: {
      'broken-text-content.json': /answers\.0\.answerContent expected object/,
      'broken-no-time.json': /answers\.0\.submissionTime expected string/,
    },
  },
  'consolidation-request': {
    read: reads(ConsolidationRequest),
    broken: {
      'broken-spelling.json': /payload\.s3Uri expected string/,
      'broken-no-attribute.json': /labelAttributeName expected string/,
    },
  },
  payload: {
    read: reads(z.array(PayloadObject)),
    broken: {
      'broken-no-annotations.json': /0\.annotations expected array/,
      'broken-object.json': /expected array/,
      'broken-no-id.json': /0\.datasetObjectId/,
    },
  },
  'consolidation-response': {
    read: reads(z.array(ConsolidatedObject)),
    broken: { 'broken-no-content.json': /0\.consolidatedAnnotation\.content expected object/ },
  },
  'keypoint-label': {
    read: reads(KeypointLabel),
    broken: {
      'broken-coordinate.json': /annotations\.0\.keypoints\.2\.x expected number, found 0/,
      'broken-visibility.json': /annotations\.0\.keypoints\.0\.visibility/,
    },
  },
  'bounding-box-label': {
    read: reads(BoundingBoxLabel),
    broken: {
      'broken-class.json': /annotations\.0\.class_id expected number, found 0/,
      'broken-annotations.json': /annotations expected array/,
    },
  },
  'label-metadata': {
    read: reads(LabelMetadata),
    broken: { 'broken-date.json': /human-annotated expected string, found true/ },
  },
  'lambda-settings': {
    read: reads(LambdaSettings),
    broken: {
      'broken-unknown-key.json': /has the unknown key skelton/,
      'broken-no-labels.json': /labels is smaller than 1/,
    },
  },
};

const filesOf = (arrow: string) => readdirSync(join(root, arrow)).sort();
const textOf = (arrow: string, file: string) => readFileSync(join(root, arrow, file), 'utf8');

describe('the fixtures', () => {
  it('are all known by the contracts', () => {
    expect(readdirSync(root).sort()).toEqual(Object.keys(arrows).sort());
  });
});

describe.each(Object.entries(arrows))('%s', (arrow, { read, broken }) => {
  it.each(filesOf(arrow).filter((file) => !file.startsWith('broken-')))('%s is read', (file) => {
    expect(read(textOf(arrow, file))).toBeTruthy();
  });

  it.each(Object.entries(broken))('%s is refused with its reason', (file, reason) => {
    let error: unknown;
    try {
      read(textOf(arrow, file));
    } catch (caught) {
      error = caught;
    }
    expect(error, `${file} is read as if it were sound`).toBeInstanceOf(GroundTruthError);
    expect((error as GroundTruthError).message).toMatch(reason);
  });

  it('has an expectation for each broken twin', () => {
    const twins = filesOf(arrow).filter((file) => file.startsWith('broken-'));
    expect(twins).toEqual(Object.keys(broken).sort());
    expect(twins.length).toBeGreaterThan(0);
  });
});

describe('metadata of a label', () => {
  const of = (file: string) => readLabelMetadata(JSON.parse(textOf('label-metadata', file)));

  it('reads the same in the spelling of the guide and in that of real files', () => {
    expect(of('documented.json')).toEqual(of('observed.json'));
  });

  it('keeps what the service says of a failed object', () => {
    expect(of('expired.json')).toMatchObject({ 'human-annotated': 'true', 'retry-count': 1 });
    expect(basename(of('expired.json')['failure-reason'] ?? '')).toContain('declined the tasks');
  });
});
