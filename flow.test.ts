import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateLabelingJobCommand,
  CreateWorkteamCommand,
  DescribeLabelingJobCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { type Browser, chromium, type Frame, type Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BoundingBoxLabel, BoundingBoxLabelMetadata } from '#contracts/bounding-box-label.ts';
import { ClassificationLabel, ClassificationLabelMetadata } from '#contracts/classification-label.ts';
import { KeypointLabel, KeypointLabelMetadata } from '#contracts/keypoint-label.ts';
import { chromiumSwitches, findChromium } from '#scripts/find-chromium.ts';
import { startGroundTruth } from '#server/start-ground-truth.ts';
import { catSideView } from '#skeletons/cat-side-view.ts';

// The whole way of the data, once per task, with the bytes that users deploy:
// manifest line -> pre Lambda -> template -> a person's mouse in Chromium -> post Lambda -> output manifest.

const bucket = 'flow-bucket';
const image = { width: 640, height: 480 };
/** Two, because what only one worker's page reports about the job is not believed. */
const workers = ['Ada', 'Ben'];
const roleArn = 'arn:aws:iam::000000000000:role/labeling';

let folder: string;
let server: Awaited<ReturnType<typeof startGroundTruth>>;
let s3: S3Client;
let sagemaker: SageMakerClient;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gtkit-flow-'));
  server = await startGroundTruth({ port: 0, dataDir: folder });
  const connection = { endpoint: server.url, region: server.region, credentials: server.credentials };
  s3 = new S3Client({ ...connection, forcePathStyle: true });
  sagemaker = new SageMakerClient(connection);
  browser = await chromium.launch({ executablePath: findChromium(), args: chromiumSwitches });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(
    new PutBucketCorsCommand({
      Bucket: bucket,
      CORSConfiguration: {
        CORSRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'], AllowedHeaders: [] }],
      },
    }),
  );
  const picture = sharp({ create: { ...image, channels: 3, background: '#8d8a80' } })
    .jpeg()
    .toBuffer();
  await put('images/one.jpg', await picture);
  await sagemaker.send(
    new CreateWorkteamCommand({
      WorkteamName: 'students',
      Description: 'Everyone in the lab',
      MemberDefinitions: [
        { CognitoMemberDefinition: { UserPool: 'us-east-1_abc', UserGroup: 'lab', ClientId: 'abc' } },
      ],
    }),
  );
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

async function put(key: string, body: string | Uint8Array): Promise<string> {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  return `s3://${bucket}/${key}`;
}

async function readObject(key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return (await Body?.transformToString()) ?? '';
}

/** Creates a job with one object, as it would be created on AWS. */
async function createJob(name: string, template: string, task: string, line: object): Promise<void> {
  const functionArn = (side: string) =>
    `arn:aws:lambda:${server.region}:${server.accountId}:function:${task}-${side}-LabelingFunction`;
  await sagemaker.send(
    new CreateLabelingJobCommand({
      LabelingJobName: name,
      LabelAttributeName: 'label',
      RoleArn: roleArn,
      InputConfig: {
        DataSource: { S3DataSource: { ManifestS3Uri: await put(`${name}.manifest`, JSON.stringify(line)) } },
      },
      OutputConfig: { S3OutputPath: `s3://${bucket}/output` },
      HumanTaskConfig: {
        WorkteamArn: `arn:aws:sagemaker:${server.region}:${server.accountId}:workteam/private-crowd/students`,
        UiConfig: {
          UiTemplateS3Uri: await put(
            `${name}.liquid.html`,
            await readFile(`dist/templates/${template}.liquid.html`),
          ),
        },
        PreHumanTaskLambdaArn: functionArn('pre'),
        AnnotationConsolidationConfig: { AnnotationConsolidationLambdaArn: functionArn('post') },
        TaskTitle: `Task of ${name}`,
        TaskDescription: 'Label the picture.',
        NumberOfHumanWorkersPerDataObject: workers.length,
        TaskTimeLimitInSeconds: 600,
      },
    }),
  );
}

/** Signs in at the portal, starts the job's task and waits until its element is ready. */
async function startTask(job: string, worker: string): Promise<{ page: Page; frame: Frame }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${server.url}/portal`);
  await page.getByRole('textbox').fill(worker);
  await page.keyboard.press('Enter');
  const card = page.locator('article, li, section', { hasText: `Task of ${job}` }).last();
  await card.getByRole('button', { name: /start/i }).click();
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  if (!frame) throw new Error('The task has no frame.');
  await frame.locator('[data-status=ready]').waitFor();
  // Keys go to the task once the portal has given it the focus, as it does as soon as the page can be worked on.
  await page.waitForFunction(() => document.activeElement?.localName === 'iframe');
  return { page, frame };
}

/** Where an image pixel is on the screen, from what the browser shows. */
async function screenPosition(frame: Frame, x: number, y: number): Promise<[number, number]> {
  const rectangle = await frame.locator('[data-status=ready] img').first().boundingBox();
  if (!rectangle) throw new Error('The image is not shown.');
  return [
    rectangle.x + ((x + 0.5) * rectangle.width) / image.width,
    rectangle.y + ((y + 0.5) * rectangle.height) / image.height,
  ];
}

/** Submits, and waits until the portal has taken the answer: nothing is left for this worker. */
async function submit(page: Page, frame: Frame): Promise<void> {
  await frame.getByRole('button', { name: /^submit/i }).click();
  await page.locator('iframe').first().waitFor({ state: 'detached' });
  await page.context().close();
}

async function finishedLine(job: string): Promise<Record<string, unknown>> {
  await expect
    .poll(
      async () =>
        (await sagemaker.send(new DescribeLabelingJobCommand({ LabelingJobName: job }))).LabelingJobStatus,
      {
        timeout: 30_000,
      },
    )
    .toBe('Completed');
  const text = await readObject(`output/${job}/manifests/output/output.manifest`);
  return JSON.parse(text.trim());
}

describe('a labeling job', () => {
  it('carries every keypoint from the mouse of a worker to the output manifest', async () => {
    await createJob('pose', 'keypoint-pose', 'keypoint', {
      'source-ref': `s3://${bucket}/images/one.jpg`,
      skeleton: catSideView,
    });
    const truth = catSideView.keypoints.map(({ name, rest = [0, 0] }) => ({
      name,
      x: Math.round(100 + rest[0] * 400),
      y: Math.round(100 + rest[1] * 280),
    }));
    for (const worker of workers) {
      const { page, frame } = await startTask('pose', worker);
      for (const { x, y } of truth) await page.mouse.click(...(await screenPosition(frame, x, y)));
      await submit(page, frame);
    }

    const line = await finishedLine('pose');
    const label = KeypointLabel.parse(line['label']);
    const metadata = KeypointLabelMetadata.parse(line['label-metadata']);
    expect(label.image_size).toEqual([{ ...image, depth: 3 }]);
    expect(label.annotations).toHaveLength(1);
    expect(metadata['human-annotated']).toBe('yes');
    expect(metadata['keypoint-names']).toEqual(truth.map(({ name }) => name));
    for (const { name, x, y } of truth) {
      const point = label.annotations[0]?.keypoints.find((keypoint) => keypoint.label === name);
      expect(point?.visibility).toBe(2);
      expect(Math.hypot((point?.x ?? Number.NaN) - x, (point?.y ?? Number.NaN) - y)).toBeLessThanOrEqual(1.5);
    }
  }, 120_000);

  it('carries the boxes that a worker draws to the output manifest', async () => {
    const truth = [
      { left: 60, top: 80, width: 150, height: 110 },
      { left: 320, top: 220, width: 200, height: 160 },
    ];
    await createJob('boxes', 'bounding-box', 'bounding-box', {
      'source-ref': `s3://${bucket}/images/one.jpg`,
      labels: ['boat', 'house'],
    });
    for (const worker of workers) {
      const { page, frame } = await startTask('boxes', worker);
      for (const [index, box] of truth.entries()) {
        await page.keyboard.press(String(index + 1));
        await page.mouse.move(...(await screenPosition(frame, box.left, box.top)));
        await page.mouse.down();
        const [right, bottom] = await screenPosition(frame, box.left + box.width, box.top + box.height);
        await page.mouse.move(right, bottom, { steps: 5 });
        await page.mouse.up();
      }
      await submit(page, frame);
    }

    const line = await finishedLine('boxes');
    const label = BoundingBoxLabel.parse(line['label']);
    const metadata = BoundingBoxLabelMetadata.parse(line['label-metadata']);
    expect(metadata.type).toBe('groundtruth/object-detection');
    expect(metadata['class-map']).toEqual({ 0: 'boat', 1: 'house' });
    expect(label.annotations.map((box) => box.class_id)).toEqual([0, 1]);
    for (const [index, box] of truth.entries()) {
      for (const side of ['left', 'top', 'width', 'height'] as const) {
        expect(Math.abs((label.annotations[index]?.[side] ?? Number.NaN) - box[side])).toBeLessThanOrEqual(2);
      }
    }
  }, 120_000);

  it('carries the verdict of one key on boxes of an earlier job to the output manifest', async () => {
    const { label: initialValue, 'label-metadata': metadata } = await finishedLine('boxes');
    await createJob('checked', 'box-verification', 'classification', {
      'source-ref': `s3://${bucket}/images/one.jpg`,
      labels: ['right', 'loose', 'missing'],
      initialValue,
      'initialValue-metadata': metadata,
    });
    for (const worker of workers) {
      const { page, frame } = await startTask('checked', worker);
      await frame.getByRole('button', { name: 'Accept' }).waitFor();
      await page.keyboard.press('a');
      await page.locator('iframe').first().waitFor({ state: 'detached' });
      await page.context().close();
    }

    const line = await finishedLine('checked');
    expect(ClassificationLabel.parse(line['label'])).toBe(0);
    expect(ClassificationLabelMetadata.parse(line['label-metadata'])).toMatchObject({
      'class-name': 'right',
      type: 'groundtruth/label-verification',
      'human-annotated': 'yes',
    });
  }, 120_000);
});
