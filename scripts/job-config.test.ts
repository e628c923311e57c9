import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readJobConfig } from './job-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'gtkit-job-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const own = { endpointUrl: 'http://127.0.0.1:4100', region: 'us-east-1' };
const aws = { endpointUrl: undefined, region: 'us-west-2' };

const outputs = {
  preLambdaArn: 'arn:aws:lambda:us-west-2:111122223333:function:gtkit-KeypointPreLabelingFunction-1A',
  postLambdaArn: 'arn:aws:lambda:us-west-2:111122223333:function:gtkit-KeypointPostLabelingFunction-2B',
  roleArn: 'arn:aws:iam::111122223333:role/gtkit-Role-3C',
  bucket: 'lab-groundtruth-data',
};
writeFileSync(join(folder, 'gtkit.outputs.json'), JSON.stringify(outputs));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: placeholders of job files
const yaml = (changes: Record<string, string> = {}) => {
  const fields: Record<string, string> = {
    team: 'students',
    pre: '${outputs.preLambdaArn}',
    bucket: '${outputs.bucket}',
    source: '{ S3DataSource: { ManifestS3Uri: mice.manifest } }',
    extra: '',
    top: '',
    ...changes,
  };
  return `LabelingJobName: mice-1
LabelAttributeName: pose
${fields['top']}
InputConfig: { DataSource: ${fields['source']} }
OutputConfig: { S3OutputPath: "s3://${fields['bucket']}/output" }
RoleArn: ${'${outputs.roleArn}'}
HumanTaskConfig:
  WorkteamArn: ${fields['team']}
  UiConfig: { UiTemplateS3Uri: pose.liquid.html }
  PreHumanTaskLambdaArn: ${fields['pre']}
  TaskTitle: Mark the mice
  TaskDescription: Place seven points on each mouse.
  NumberOfHumanWorkersPerDataObject: 5
  TaskTimeLimitInSeconds: 600
${fields['extra']}
`;
};

describe('a job file', () => {
  it('in YAML names what was deployed', async () => {
    const config = await readJobConfig(file('job.yaml', yaml()), { connection: aws });
    expect(config.RoleArn).toBe(outputs.roleArn);
    expect(config.OutputConfig.S3OutputPath).toBe('s3://lab-groundtruth-data/output');
    expect(config.HumanTaskConfig.PreHumanTaskLambdaArn).toBe(outputs.preLambdaArn);
  });

  it('is the same file on our own Ground Truth, whose functions have names', async () => {
    const config = await readJobConfig(file('job.yaml', yaml()), { connection: own });
    expect(config.HumanTaskConfig.PreHumanTaskLambdaArn).toBe('keypoint-pre-LabelingFunction');
    expect(config.OutputConfig.S3OutputPath).toBe('s3://lab-groundtruth-data/output');
  });

  it('may be a TypeScript module', async () => {
    const text = `const workers: number = 5;
export default {
  LabelingJobName: \`mice-\${workers}\`, LabelAttributeName: 'pose',
  InputConfig: { DataSource: { S3DataSource: { ManifestS3Uri: 'mice.manifest' } } },
  OutputConfig: { S3OutputPath: 's3://\${outputs.bucket}/output' },
  HumanTaskConfig: { WorkteamArn: 'students', UiConfig: { UiTemplateS3Uri: 't.html' }, TaskTitle: 'Mice',
    TaskDescription: 'Mark them', NumberOfHumanWorkersPerDataObject: workers, TaskTimeLimitInSeconds: 60 },
};`;
    const config = await readJobConfig(file('job.mts', text), { connection: aws });
    expect(config).toMatchObject({
      LabelingJobName: 'mice-5',
      OutputConfig: { S3OutputPath: 's3://lab-groundtruth-data/output' },
    });
  });

  it('uses the retired public workforce only when told so, at an exact price', async () => {
    const path = file('public.yaml', yaml());
    const { HumanTaskConfig: task } = await readJobConfig(path, {
      connection: aws,
      legacyPublic: { price: '0.012' },
    });
    expect(task.WorkteamArn).toBe('arn:aws:sagemaker:us-west-2:394669845002:workteam/public-crowd/default');
    expect(task.PublicWorkforceTaskPrice).toEqual({
      AmountInUsd: { Dollars: 0, Cents: 1, TenthFractionsOfACent: 2 },
    });
    await expect(readJobConfig(path, { connection: aws, legacyPublic: { price: '0.013' } })).rejects.toThrow(
      /has to be one of 0.012, 0.024/,
    );
  });

  it.each([
    {
      name: 'an unknown output',
      change: { bucket: '${outputs.buckets}' },
      says: /no output buckets.*has preLambdaArn/s,
    },
    { name: 'no source', change: { source: '{}' }, says: /needs an S3DataSource/ },
    {
      name: 'a stream without an output topic',
      change: { source: '{ SnsDataSource: { SnsTopicArn: "arn:aws:sns:us-west-2:111122223333:in" } }' },
      says: /OutputConfig.SnsTopicArn is needed/,
    },
    {
      name: 'a team of another region',
      change: { team: 'arn:aws:sagemaker:eu-west-1:111122223333:workteam/private-crowd/lab' },
      says: /WorkteamArn is in eu-west-1, and the job in us-west-2/,
    },
    {
      name: "another region's built-in function",
      change: { pre: 'arn:aws:lambda:us-west-2:432418664414:function:PRE-BoundingBox' },
      says: /081040173940/,
    },
    {
      name: 'the public workforce',
      change: { team: 'arn:aws:sagemaker:us-west-2:394669845002:workteam/public-crowd/default' },
      says: /closed .*--legacy-public/,
    },
    {
      name: 'too many workers',
      change: { extra: '  MaxConcurrentTaskCount: 6000' },
      says: /MaxConcurrentTaskCount/,
    },
    {
      name: 'a tag twice',
      change: { top: 'Tags: [{Key: a, Value: b}, {Key: a, Value: c}]' },
      says: /key a twice/,
    },
    { name: 'broken YAML', change: { top: 'Tags: [' }, says: /not YAML/ },
  ])('is refused with $name', async ({ change, says }) => {
    const path = file('wrong.yaml', yaml(change as Record<string, string>));
    await expect(readJobConfig(path, { connection: aws })).rejects.toThrow(says);
  });

  it('is told all that is wrong with it at once', async () => {
    const change = {
      source: '{}',
      team: 'arn:aws:sagemaker:eu-west-1:111122223333:workteam/private-crowd/a',
    };
    const path = file('wrong.yaml', yaml(change));
    await expect(readJobConfig(path, { connection: aws })).rejects.toThrow(/2 problems/);
    const extra = '  MaxConcurrentTaskCount: 6000\n  TaskAvailabilityLifetimeInSeconds: 1\n  TaskTitel: Mice';
    await expect(readJobConfig(file('wrong.yaml', yaml({ extra })), { connection: aws })).rejects.toThrow(
      /3 problems:.*TaskAvailabilityLifetimeInSeconds is smaller than 60.*MaxConcurrentTaskCount is larger than 5000.*TaskTitel/s,
    );
  });
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: placeholders of job files
