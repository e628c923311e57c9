import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handler } from './bounding-box-post.ts';
import { handler as choose } from './classification-post.ts';

const boxes = {
  boundingBoxes: [{ left: 1, top: 2, width: 8, height: 10, label: 'boat' }],
  inputImageProperties: { width: 100, height: 80 },
};
const objects: Record<string, string> = {
  '/a-bucket/payload%3A1.json': JSON.stringify([
    {
      datasetObjectId: '0',
      dataObject: { s3Uri: 's3://a-bucket/1.png' },
      annotations: [{ workerId: 'a', annotationData: { s3Uri: 's3://a-bucket/answer.json' } }],
    },
  ]),
  '/a-bucket/known.jsonl': JSON.stringify({
    'source-ref': 's3://a-bucket/2.png',
    answer: { label: 'house' },
  }),
  '/a-bucket/choices.json': JSON.stringify([
    {
      datasetObjectId: '0',
      dataObject: { s3Uri: 's3://a-bucket/2.png' },
      annotations: [
        {
          workerId: 'a',
          annotationData: { content: '{"kind":{"label":"boat","categories":["boat","house"]}}' },
        },
      ],
    },
  ]),
  '/a-bucket/answer.json': JSON.stringify({ annotatedResult: boxes }),
};

let server: Server;
const environment = { ...process.env };

beforeAll(async () => {
  server = createServer((request, response) => {
    const body = objects[new URL(request.url ?? '/', 'http://x').pathname];
    if (body !== undefined) return response.end(body);
    response.statusCode = 403;
    return response.end('<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
});

afterAll(() => {
  process.env = environment;
  server.close();
  server.closeAllConnections();
});

const event = (s3Uri: string) => ({
  version: '2018-10-06',
  labelingJobArn: 'arn:aws:sagemaker:us-east-1:000000000000:labeling-job/boats',
  payload: { s3Uri },
  labelAttributeName: 'boats',
  roleArn: 'arn:aws:iam::000000000000:role/invented',
  outputConfig: 's3://a-bucket/annotations',
  maxHumanWorkersPerDataObject: 1,
  vpcEnabled: false,
});

describe('the post-annotation Lambda', () => {
  it('reads the payload and off-loaded answers from the endpoint that its environment names', async () => {
    const [entry] = await handler(event('s3://a-bucket/payload:1.json'));
    expect(entry?.datasetObjectId).toBe('0');
    expect(entry?.consolidatedAnnotation.content['boats']).toMatchObject({
      annotations: [{ class_id: 0, left: 1, top: 2, width: 8, height: 10 }],
    });
  });

  it('takes what its settings say is known of an object', async () => {
    process.env['GTKIT_SETTINGS'] = JSON.stringify({ gold: 's3://a-bucket/known.jsonl' });
    const [entry] = await choose(event('s3://a-bucket/choices.json'));
    expect(entry?.consolidatedAnnotation.content['boats-metadata']).toMatchObject({
      'class-name': 'house',
      confidence: 1,
    });
    process.env['GTKIT_SETTINGS'] = JSON.stringify({ gold: 's3://a-bucket/nowhere.jsonl' });
    const [without] = await choose(event('s3://a-bucket/choices.json'));
    expect(without?.consolidatedAnnotation.content['boats-metadata']).toMatchObject({ 'class-name': 'boat' });
    delete process.env['GTKIT_SETTINGS'];
  });

  it('says which address its role may not read', async () => {
    await expect(handler(event('s3://a-bucket/secret.json'))).rejects.toThrow(
      /role may not read s3:\/\/a-bucket\/secret\.json; it needs s3:GetObject/,
    );
  });

  it('says what the event lacks', async () => {
    await expect(handler({ payload: {} })).rejects.toThrow(/consolidation request cannot be used/);
  });
});
