import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAccountClients } from './account-clients.ts';
import { findFunction } from './find-function.ts';
import { startFakeAws } from './testing/start-fake-aws.ts';

const names = ['keypoint-pre', 'keypoint-post', 'bounding-box-pre', 'bounding-box-post'].map(
  (name) => `${name}-LabelingFunction`,
);
const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
let aws: Awaited<ReturnType<typeof startFakeAws>>;
let clients: ReturnType<typeof createAccountClients>;

beforeAll(async () => {
  const Functions = names.map((name) => ({ FunctionName: name, FunctionArn: arnOf(name) }));
  aws = await startFakeAws(() => ({ body: JSON.stringify({ Functions }) }));
  clients = createAccountClients({ endpointUrl: aws.url, region: 'us-east-1' });
});
afterAll(async () => {
  clients.close();
  await aws.close();
});

it.each([
  ['gtkit-PosePreLabelingFunction-1A2B', 'keypoint-pre'],
  ['gtkit-PosePostLabelingFunction-1A2B', 'keypoint-post'],
  ['lab-BoxPreLabelingFunction-1A2B', 'bounding-box-pre'],
  ['lab-BoxPostLabelingFunction-1A2B', 'bounding-box-post'],
  ['bounding-box-post-LabelingFunction', 'bounding-box-post'],
])('%s of a stack on AWS is our own %s', async (deployed, own) => {
  const arn = `arn:aws:lambda:eu-west-1:111122223333:function:${deployed}`;
  expect(await findFunction(clients, arn)).toBe(arnOf(`${own}-LabelingFunction`));
});

it("leaves AWS's built-in functions as they are, and says which others there are", async () => {
  const builtIn = 'arn:aws:lambda:us-east-1:432418664414:function:PRE-PassThrough';
  expect(await findFunction(clients, builtIn)).toBe(builtIn);
  await expect(findFunction(clients, 'mine')).rejects.toThrow(/no function mine. There are keypoint-pre-/);
});
