import { GetRoleCommand } from '@aws-sdk/client-iam';
import { CreateWorkteamCommand } from '@aws-sdk/client-sagemaker';
import { afterEach, describe, expect, it } from 'vitest';
import { withAwsErrors } from '../aws-error.ts';
import { ensureBucket } from '../bucket.ts';
import type { ProgressEvent } from '../progress.ts';
import { type AccountClientsOptions, createAccountClients } from './account-clients.ts';
import { applyRole } from './apply-role.ts';
import { attempt, ok } from './doctor-check.ts';
import { requireUsableBucket } from './inspect-bucket.ts';
import { describeLabelingRole } from './labeling-role.ts';
import { createFakeIam } from './testing/fake-iam.ts';
import {
  type FakeReply,
  type FakeRequest,
  jsonFault,
  startFakeAws,
  xmlFault,
} from './testing/start-fake-aws.ts';

// What AWS does to a client and our own Ground Truth never does.

// The SDK's own attempts would only make the tests slow.
process.env['AWS_MAX_ATTEMPTS'] = '1';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function open(
  answer: (request: FakeRequest) => FakeReply | undefined,
  options: AccountClientsOptions = {},
) {
  const fake = await startFakeAws(answer);
  const clients = createAccountClients(
    { endpointUrl: fake.url, region: 'us-west-2' },
    { pauseMs: 1, ...options },
  );
  closers.push(() => clients.close(), fake.close);
  return { clients, requests: fake.requests };
}

const team = () =>
  new CreateWorkteamCommand({
    WorkteamName: 'students',
    Description: 'The lab',
    MemberDefinitions: [{ OidcMemberDefinition: { Groups: ['lab'] } }],
  });

describe('a request that AWS throttles', () => {
  it('is sent again, and the person is told', async () => {
    const told: string[] = [];
    let left = 5;
    const { clients } = await open(
      () =>
        left-- > 0 ? jsonFault('ThrottlingException', 'Rate exceeded') : { body: '{"WorkteamArn":"arn:x"}' },
      { onProgress: (event: ProgressEvent) => told.push(event.text) },
    );
    expect((await clients.sagemaker.send(team())).WorkteamArn).toBe('arn:x');
    expect(told[0]).toBe('AWS asks to slow down (CreateWorkteam); trying again, attempt 2 of 7.');
    expect(clients.requests).toHaveLength(1);
  });

  it('fails in the end with what to do', async () => {
    const { clients } = await open(() => jsonFault('ThrottlingException', 'Rate exceeded'), {
      maxAttempts: 2,
    });
    await expect(
      withAwsErrors(clients.connection, () => clients.sagemaker.send(team())),
    ).rejects.toMatchObject({
      code: 'limit-exceeded',
      message: expect.stringContaining('Run the same command again later'),
    });
  });

  it('is given up at once by Ctrl-C', async () => {
    const abort = new AbortController();
    const { clients } = await open(() => jsonFault('ThrottlingException', 'Rate exceeded'), {
      signal: abort.signal,
      pauseMs: 60_000,
      onProgress: () => abort.abort(),
    });
    await expect(clients.sagemaker.send(team())).rejects.toThrow(/Stopped before CreateWorkteam was done/);
  });
});

describe('a bucket', () => {
  it('of another account is refused with the way out', async () => {
    const { clients } = await open(({ method, path }) => {
      if (method === 'HEAD') return { status: 403 };
      return path.startsWith('/?') ? { body: '<ListAllMyBucketsResult/>' } : undefined;
    });
    await expect(requireUsableBucket(clients, 'images')).rejects.toMatchObject({
      code: 'access-denied',
      message: expect.stringMatching(/images belongs to another account.*choose another name/),
    });
  });

  it('of our own that we may not use is told apart', async () => {
    const { clients } = await open(({ method }) =>
      method === 'HEAD'
        ? { status: 403 }
        : {
            body: '<ListAllMyBucketsResult><Buckets><Bucket><Name>images</Name></Bucket></Buckets></ListAllMyBucketsResult>',
          },
    );
    await expect(requireUsableBucket(clients, 'images')).rejects.toThrow(/is this account's.*s3:GetObject/);
  });

  it('in another region is refused, with the region', async () => {
    const { clients } = await open(() => ({ status: 301, headers: { 'x-amz-bucket-region': 'eu-west-1' } }));
    await expect(requireUsableBucket(clients, 'images')).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(
        /is in eu-west-1, and the job would run in us-west-2.*--region eu-west-1/,
      ),
    });
  });

  it('whose name somebody else has cannot be made', async () => {
    const { clients } = await open(({ method }) =>
      method === 'HEAD' ? { status: 404 } : xmlFault('BucketAlreadyExists', 'The name is taken.', 409),
    );
    await expect(ensureBucket(clients, 'images')).rejects.toThrow(/belongs to another account/);
  });
});

it('says which permission is missing', async () => {
  const sentence =
    'User: arn:aws:iam::111122223333:user/a is not authorized to perform: sagemaker:CreateWorkteam';
  const { clients } = await open(() => jsonFault('AccessDeniedException', sentence));
  await expect(withAwsErrors(clients.connection, () => clients.sagemaker.send(team()))).rejects.toMatchObject(
    {
      code: 'access-denied',
      message: expect.stringContaining('sagemaker:CreateWorkteam'),
    },
  );
});

it('is no failure of a job that somebody may not look at its role', async () => {
  const { clients } = await open(() =>
    xmlFault('AccessDenied', 'not authorized to perform: iam:GetRole', 403),
  );
  const look = () =>
    withAwsErrors(clients.connection, () => clients.iam.send(new GetRoleCommand({ RoleName: 'a' })));
  const checks = await attempt('role', 'Make one.', async () => ok('role', String(await look())));
  expect(checks).toMatchObject([{ state: 'warning', found: expect.stringContaining('iam:GetRole') }]);
});

describe("the jobs' role", () => {
  const place = { partition: 'aws', region: 'us-west-2', accountId: '111122223333' };
  const needs = {
    name: 'labeling',
    inputs: ['s3://lab-groundtruth/mice', 's3://lab-groundtruth/mice/input.manifest'],
    output: 's3://lab-groundtruth/output',
    functionArns: [
      'arn:aws:lambda:us-west-2:111122223333:function:gtkit-PreLabelingFunction-1',
      'arn:aws:lambda:us-west-2:081040173940:function:ACS-PassThrough',
    ],
  };

  it('is created once, changed when its needs change, and else left alone', async () => {
    const iam = createFakeIam();
    const { clients, requests } = await open(iam.answer);
    const role = describeLabelingRole(place, needs);
    expect(await applyRole(clients, role)).toBe('created');
    requests.splice(0);
    expect(await applyRole(clients, role)).toBe('unchanged');
    expect(requests.map(({ operation }) => operation)).toEqual(['GetRole', 'GetRolePolicy']);
    const more = describeLabelingRole(place, {
      ...needs,
      trustedRoleArns: ['arn:aws:iam::111122223333:role/r'],
    });
    expect(await applyRole(clients, more)).toBe('updated');
    expect(iam.roles.get('labeling')?.trust).toContain('role/r');
  });

  it('is finished by a second run when the first one was interrupted', async () => {
    const iam = createFakeIam();
    const abort = new AbortController();
    const answer = (request: FakeRequest) => {
      if (request.operation === 'CreateRole') abort.abort();
      return iam.answer(request);
    };
    const first = await open(answer, { signal: abort.signal });
    const role = describeLabelingRole(place, needs);
    await expect(applyRole(first.clients, role)).rejects.toThrow(/Run the same command again/);
    const second = await open(answer);
    expect(await applyRole(second.clients, role)).toBe('updated');
    expect(iam.roles.get('labeling')?.policies.size).toBe(1);
  });

  it('of somebody else with the same name is not touched', async () => {
    const iam = createFakeIam();
    iam.roles.set('labeling', { trust: '{}', tags: [], policies: new Map() });
    const { clients } = await open(iam.answer);
    await expect(applyRole(clients, describeLabelingRole(place, needs))).rejects.toThrow(/left alone/);
  });

  it('shows what it would send, and sends only reads, in a dry run', async () => {
    const iam = createFakeIam();
    const { clients } = await open(iam.answer, { dryRun: true });
    await applyRole(clients, describeLabelingRole(place, needs));
    expect(clients.requests.map(({ operation, sent }) => [operation, sent])).toEqual([
      ['GetRole', true],
      ['CreateRole', false],
      ['PutRolePolicy', false],
    ]);
    expect(iam.roles.size).toBe(0);
  });

  it('may invoke only the functions of this account, and only what the job reads and writes', () => {
    const { policy, trust } = describeLabelingRole(place, needs);
    const resources = (sid: string) => policy.Statement.find(({ Sid }) => Sid === sid)?.Resource;
    expect(resources('InvokeFunctions')).toEqual([needs.functionArns[0]]);
    expect(resources('ReadInput')).toEqual([
      'arn:aws:s3:::lab-groundtruth/mice/*',
      'arn:aws:s3:::lab-groundtruth/output/*',
    ]);
    expect(JSON.stringify(trust)).toContain('"aws:SourceAccount":"111122223333"');
  });
});
