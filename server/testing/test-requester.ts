import { setTimeout as wait } from 'node:timers/promises';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateLabelingJobCommand,
  type CreateLabelingJobCommandInput,
  CreateWorkteamCommand,
  DescribeLabelingJobCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { testFunctionArn } from './test-functions.ts';

const BUCKET = 'test-bucket';

export interface TestJob {
  name: string;
  /** Lines of the manifest; text is taken as it is. */
  lines: (Record<string, unknown> | string)[];
  template?: string;
  /** Members that differ from the usual request. */
  task?: Partial<CreateLabelingJobCommandInput['HumanTaskConfig'] & object>;
  request?: Partial<CreateLabelingJobCommandInput>;
  /** False leaves the function out. */
  pre?: boolean;
  post?: boolean;
}

/** What a requester does, with the SDK of AWS. */
export class TestRequester {
  readonly s3: S3Client;
  readonly sagemaker: SageMakerClient;

  constructor(endpoint: string) {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    this.s3 = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
    this.sagemaker = new SageMakerClient({ endpoint, credentials, region: 'us-east-1', maxAttempts: 1 });
  }

  /** Makes the bucket and the team that the jobs use. */
  async prepare(): Promise<void> {
    await this.s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    await this.sagemaker.send(
      new CreateWorkteamCommand({
        WorkteamName: 'testers',
        Description: 'Testers',
        MemberDefinitions: [
          { CognitoMemberDefinition: { UserPool: 'us-east-1_a', UserGroup: 'g', ClientId: 'c' } },
        ],
      }),
    );
  }

  async put(key: string, body: string): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body }));
  }

  async text(key: string): Promise<string> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
    return (await Body?.transformToString()) ?? '';
  }

  async keys(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await this.s3.send(
        new ListObjectsV2Command({ Bucket: BUCKET, Prefix: prefix, StartAfter: after }),
      );
      for (const { Key } of page.Contents ?? []) keys.push(Key ?? '');
      if (page.IsTruncated !== true) return keys;
      after = keys.at(-1);
    }
  }

  /** The request of a job whose files are in the bucket. */
  request({ name, task, request, pre = true, post = true }: TestJob): CreateLabelingJobCommandInput {
    return {
      LabelingJobName: name,
      LabelAttributeName: 'my-label',
      InputConfig: { DataSource: { S3DataSource: { ManifestS3Uri: `s3://${BUCKET}/${name}.manifest` } } },
      OutputConfig: { S3OutputPath: `s3://${BUCKET}/output/` },
      RoleArn: 'arn:aws:iam::000000000000:role/ground-truth',
      HumanTaskConfig: {
        WorkteamArn: 'arn:aws:sagemaker:us-east-1:000000000000:workteam/private-crowd/testers',
        UiConfig: { UiTemplateS3Uri: `s3://${BUCKET}/${name}.liquid.html` },
        TaskTitle: 'Label it',
        TaskDescription: 'Look and label',
        NumberOfHumanWorkersPerDataObject: 1,
        TaskTimeLimitInSeconds: 300,
        ...(pre ? { PreHumanTaskLambdaArn: testFunctionArn('test-pre') } : {}),
        ...(post
          ? {
              AnnotationConsolidationConfig: {
                AnnotationConsolidationLambdaArn: testFunctionArn('test-post'),
              },
            }
          : {}),
        ...task,
      },
      ...request,
    };
  }

  /** Uploads a job's files and creates it. */
  async createJob(job: TestJob): Promise<void> {
    const lines = job.lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    await this.put(`${job.name}.manifest`, `${lines.join('\n')}\n`);
    const template =
      job.template ??
      '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>{{ task.input.taskObject }}';
    await this.put(`${job.name}.liquid.html`, template);
    await this.sagemaker.send(new CreateLabelingJobCommand(this.request(job)));
  }

  async describe(name: string) {
    return await this.sagemaker.send(new DescribeLabelingJobCommand({ LabelingJobName: name }));
  }

  /** Waits until a job has one of the states. */
  async until(name: string, ...states: string[]) {
    for (;;) {
      const job = await this.describe(name);
      if (states.includes(job.LabelingJobStatus ?? '')) return job;
      await wait(20);
    }
  }

  async ended(name: string) {
    return await this.until(name, 'Completed', 'Failed', 'Stopped');
  }

  /** The lines of a job's output manifest. */
  async output(name: string): Promise<Record<string, unknown>[]> {
    const text = await this.text(`output/${name}/manifests/output/output.manifest`);
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** Every worker-response file of a job, by its key after the job's folder. */
  async responses(name: string): Promise<Map<string, { answers: Record<string, unknown>[] }>> {
    const prefix = `output/${name}/annotations/worker-response/`;
    const files = new Map<string, { answers: Record<string, unknown>[] }>();
    for (const key of await this.keys(prefix)) {
      files.set(key.slice(prefix.length), JSON.parse(await this.text(key)) as never);
    }
    return files;
  }

  close(): void {
    this.s3.destroy();
    this.sagemaker.destroy();
  }
}
