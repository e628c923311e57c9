import { expect, it } from 'vitest';
import type { JobConfig } from '../job-config.ts';
import { gatherRoleNeeds } from './role-needs.ts';

const functionArn = 'arn:aws:lambda:us-west-2:111122223333:function:gtkit-keypoint-pre-LabelingFunction';
const said = { name: 'labeling', inputs: [], functions: [], trusted: [] };
const outputs = {
  values: { bucket: 'lab-groundtruth', outputPath: 's3://lab-groundtruth/output', preLambdaArn: functionArn },
};
const job = {
  InputConfig: { DataSource: { S3DataSource: { ManifestS3Uri: 's3://frames/mice/mice.manifest' } } },
  OutputConfig: { S3OutputPath: 's3://labels/output' },
  HumanTaskConfig: { UiConfig: { UiTemplateS3Uri: 's3://lab-groundtruth/templates/pose.liquid.html' } },
} as unknown as JobConfig;

it('takes everything from what was deployed when nothing is said', () => {
  expect(gatherRoleNeeds(said, outputs)).toMatchObject({
    inputs: ['s3://lab-groundtruth/'],
    output: 's3://lab-groundtruth/output',
    functionArns: [functionArn],
  });
});

it("adds what is said to the job's own manifest and template, which a job cannot do without", () => {
  const needs = gatherRoleNeeds({ ...said, inputs: ['s3://another-bucket/mice/'] }, outputs, job);
  expect(needs.inputs).toEqual([
    's3://another-bucket/mice/',
    's3://frames/mice/mice.manifest',
    's3://lab-groundtruth/templates/pose.liquid.html',
    's3://lab-groundtruth/templates/',
  ]);
  expect(needs.output).toBe('s3://labels/output');
});

it('reads where the images are, and then no more of the bucket than the templates', () => {
  const needs = gatherRoleNeeds({ ...said, images: ['s3://frames/mice/'] }, outputs);
  expect(needs.inputs).toEqual(['s3://frames/mice/', 's3://lab-groundtruth/templates/']);
});

it('says what is missing', () => {
  expect(() => gatherRoleNeeds(said, { values: {} })).toThrow(/--output s3:/);
  const unnamed = { values: { outputPath: 's3://a/b' } };
  expect(() => gatherRoleNeeds(said, unnamed)).toThrow(/--function/);
});
