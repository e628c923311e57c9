import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteBucketCorsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '#server/testing/start-test-server.ts';
import { TestRequester } from '#server/testing/test-requester.ts';
import { TestWorker } from '#server/testing/test-worker.ts';
import { ensureBucket, readObject, writeObject } from '../bucket.ts';
import { createLabelingJob, submitLabelingJob } from '../create-labeling-job.ts';
import type { JobConfig } from '../job-config.ts';
import { type AccountClients, type AccountClientsOptions, createAccountClients } from './account-clients.ts';
import { prepareChain } from './chain-job.ts';
import { ANSWERS } from './chained-manifest.ts';
import { createWorkforce } from './create-workforce.ts';
import { examine } from './doctor.ts';
import { downloadResults } from './download-results.ts';
import { estimateJob } from './estimate-job.ts';
import { prepareLabelingJob } from './prepare-labeling-job.ts';
import { createTeam, listTeams } from './workteams.ts';

// The commands of an account against our own Ground Truth, over HTTP.

const folder = mkdtempSync(join(tmpdir(), 'gtkit-account-'));
const template = join(folder, 'page.liquid.html');
const manifest = join(folder, 'images.manifest');
let server: TestServer;
let requester: TestRequester;
let clients: AccountClients;

const open = (options: AccountClientsOptions = {}, region = 'us-east-1') =>
  createAccountClients({ endpointUrl: server.url, region }, options);

beforeAll(async () => {
  server = await startTestServer();
  requester = new TestRequester(server.url);
  clients = open();
  await ensureBucket(clients, 'lab');
  for (const name of ['a', 'b', 'c'])
    await writeObject(clients, `s3://lab/images/${name}.png`, name, 'image/png');
  writeFileSync(
    template,
    '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script><crowd-form>{{ task.input.taskObject }}</crowd-form>',
  );
  const lines = ['a', 'b', 'c'].map(
    (name) => `${JSON.stringify({ 'source-ref': `s3://lab/images/${name}.png` })}\n`,
  );
  writeFileSync(manifest, lines.join(''));
});

afterAll(async () => {
  clients.close();
  requester.close();
  await server.close();
  rmSync(folder, { recursive: true });
});

function job(name: string, changes: Partial<JobConfig['HumanTaskConfig']> = {}): JobConfig {
  return {
    LabelingJobName: name,
    LabelAttributeName: 'pose',
    InputConfig: { DataSource: { S3DataSource: { ManifestS3Uri: manifest } } },
    OutputConfig: { S3OutputPath: 's3://lab/output' },
    HumanTaskConfig: {
      WorkteamArn: 'testers',
      UiConfig: { UiTemplateS3Uri: template },
      PreHumanTaskLambdaArn: 'test-pre-LabelingFunction',
      AnnotationConsolidationConfig: { AnnotationConsolidationLambdaArn: 'test-post-LabelingFunction' },
      TaskTitle: 'Label it',
      TaskDescription: 'Look and label',
      NumberOfHumanWorkersPerDataObject: 1,
      TaskTimeLimitInSeconds: 300,
      ...changes,
    },
  };
}

/** Has one worker answer every task of a job; the answer to an object says what its function does. */
async function label(name: string, answerTo: (object: string) => object = () => ({})): Promise<void> {
  const worker = await TestWorker.signIn(server.url, 'Ada');
  for (let task = await worker.take(name); task; task = await worker.take(name, 300)) {
    await worker.submit(task, answerTo(await worker.page(task)));
  }
  await requester.ended(name);
}

describe('a job file made for AWS', () => {
  it("finds our own functions and team by the names in AWS's ARNs", async () => {
    const config = job('from-aws', {
      WorkteamArn: 'arn:aws:sagemaker:us-west-2:111122223333:workteam/private-crowd/students',
      PreHumanTaskLambdaArn:
        'arn:aws:lambda:us-west-2:111122223333:function:gtkit-TestPreLabelingFunction-1A2B',
    });
    const prepared = await prepareLabelingJob(clients, config);
    expect(prepared).toMatchObject({ objects: 3, alreadyLabeled: 0, newWorkteam: 'students', warnings: [] });
    expect(prepared.request.HumanTaskConfig).toMatchObject({
      WorkteamArn: 'arn:aws:sagemaker:us-east-1:000000000000:workteam/private-crowd/students',
      PreHumanTaskLambdaArn: 'arn:aws:lambda:us-east-1:000000000000:function:test-pre-LabelingFunction',
    });
    await submitLabelingJob(clients, prepared);
    expect((await requester.describe('from-aws')).LabelAttributeName).toBe('pose');
  });

  it('is not created by a dry run, which shows every request', async () => {
    const dry = open({ dryRun: true });
    await createLabelingJob(dry, job('dry'));
    expect(dry.requests.filter(({ sent }) => !sent).map(({ operation }) => operation)).toEqual([
      'PutObject',
      'PutObject',
      'CreateWorkteam',
      'CreateLabelingJob',
    ]);
    dry.close();
    await expect(requester.describe('dry')).rejects.toThrow(/does not exist/);
  });

  it('sends nothing when its manifest is broken', async () => {
    const broken = join(folder, 'broken.manifest');
    writeFileSync(broken, '{"source-ref":"s3://lab/images/a.png"}\n{"source-ref":\n');
    const config = job('broken');
    config.InputConfig.DataSource.S3DataSource = { ManifestS3Uri: broken };
    await expect(prepareLabelingJob(clients, config)).rejects.toMatchObject({
      code: 'invalid-manifest',
      where: { file: broken, line: 2 },
    });
  });

  it('is refused where its bucket is in another region', async () => {
    const elsewhere = open({}, 'eu-west-1');
    await expect(prepareLabelingJob(elsewhere, job('far'))).rejects.toThrow(
      /bucket lab is in us-east-1, and the job would run in eu-west-1/,
    );
    elsewhere.close();
  });

  it('costs what the prices say, with the time that an earlier job took', async () => {
    await createLabelingJob(clients, job('timed'));
    await label('timed');
    const prices = join(folder, 'prices.yaml');
    writeFileSync(
      prices,
      'date: 2027-01-01\nconfirmAbove: 1\nworkerHour: 3600\nperObject: [{ upTo: null, price: 2 }]\n',
    );
    const prepared = await prepareLabelingJob(clients, job('priced'));
    expect(await estimateJob(clients, prepared)).toBeUndefined();
    const estimate = await estimateJob(clients, prepared, { pricesFile: prices, secondsPerAnswer: 2 });
    // Three objects at 2 dollars, and three answers of two seconds at a dollar a second.
    expect(estimate?.high).toBeCloseTo(12, 1);
    expect(estimate?.needsConsent).toBe(true);
    const remembered = await estimateJob(clients, prepared, { pricesFile: prices });
    expect(remembered?.workerHours).toBeGreaterThanOrEqual(0);
  });
});

describe('Ctrl-C', () => {
  it('leaves nothing that keeps the same command from going on', async () => {
    const abort = new AbortController();
    const stopped = open({ signal: abort.signal });
    const prepared = await prepareLabelingJob(stopped, job('again'));
    abort.abort();
    await expect(submitLabelingJob(stopped, prepared)).rejects.toThrow(/Run the same command again/);
    stopped.close();
    await createLabelingJob(clients, job('again'));
    // As if the first run had been stopped after the request and before its answer.
    await expect(createLabelingJob(clients, job('again'))).rejects.toThrow(
      /likely yours: "gtkit job watch again"/,
    );
  });
});

describe('a chain of jobs', () => {
  it('labels what the first one has no label for, and gives all results together', async () => {
    await createLabelingJob(clients, job('one'));
    await label('one', (page) => (page.includes('b.png') ? { refuse: true } : {}));
    await expect(prepareChain(clients, 'again', { name: 'x' })).rejects.toThrow(/Wait for it/);

    // Pose labels with all answers beside them are this long.
    const output = 's3://lab/output/one/manifests/output/output.manifest';
    const text = new TextDecoder().decode(await readObject(clients, output));
    const lines = text.trimEnd().split('\n');
    const long = lines.map((content) => {
      const line = JSON.parse(content) as Record<string, object>;
      if (line['pose']) line['pose'] = { ...line['pose'], [ANSWERS]: ['x'.repeat(29_000)] };
      return `${JSON.stringify(line)}\n`;
    });
    await writeObject(clients, output, long.join(''), 'application/x-ndjson');

    const chain = await prepareChain(clients, 'one', { name: 'two' });
    expect(chain.job).toMatchObject({ objects: 1, alreadyLabeled: 2 });
    expect(chain.notes.join(' ')).toMatch(/1 of 3 objects.*left out of 2 labels.*29\d\d\d characters/);
    await submitLabelingJob(clients, chain.job);
    await label('two');
    expect(await requester.describe('two')).toMatchObject({ LabelingJobStatus: 'Completed' });

    const results = await downloadResults(clients, 'two', { folder: join(folder, 'results') });
    expect(results).toMatchObject({ jobs: ['two', 'one'], labeled: 3, failed: [], unlabeled: 0, kept: 0 });
    const merged = readFileSync(results.manifest ?? '', 'utf8')
      .trimEnd()
      .split('\n');
    expect(merged).toHaveLength(3);
    expect(merged.filter((line) => line.includes('x'.repeat(29_000)))).toHaveLength(2);
    expect(existsSync(join(folder, 'results', 'one', 'annotations', 'worker-response'))).toBe(true);

    const again = await downloadResults(clients, 'two', { folder: join(folder, 'results') });
    expect(again.kept).toBe(results.files - 2);
    await expect(prepareChain(clients, 'two', { name: 'three' })).rejects.toThrow(
      /All 3 objects.*--attribute/,
    );
    const anew = await prepareChain(clients, 'two', { name: 'three', attribute: 'checked' });
    expect(anew.job).toMatchObject({ objects: 3, alreadyLabeled: 0 });
  });
});

describe('gtkit doctor', () => {
  it('says of each thing how it stands, and what to do', async () => {
    await clients.s3.send(new DeleteBucketCorsCommand({ Bucket: 'lab' }));
    const long = join(folder, 'long.html');
    writeFileSync(long, `<p>${'x'.repeat(130_000)}</p>`);
    const config = job('sick', { UiConfig: { UiTemplateS3Uri: long }, PreHumanTaskLambdaArn: 'nothing' });
    const checks = await examine(clients, { job: { config, file: join(folder, 'job.yaml') } });
    const failures = checks.filter(({ state }) => state === 'failure');
    expect(failures.map(({ what }) => what)).toEqual([
      'CORS of lab',
      'function before',
      ...Array.from({ length: 4 }, () => 'template'),
    ]);
    for (const { advice } of failures) expect(advice).toMatch(/\w/);
    expect(checks.find(({ what }) => what === 'images')?.found).toBe('The first 3 are there.');
    expect(checks.find(({ what }) => what === 'role')?.state).toBe('skipped');
  });

  it('finds nothing wrong with a job that can run', async () => {
    await createTeam(clients, { name: 'testers', description: 'Testers' }, {});
    await ensureBucket(clients, 'open-lab');
    const checks = await examine(clients, {});
    expect(checks.map(({ what, state }) => [what, state])).toEqual([
      ['account', 'ok'],
      ['region', 'ok'],
      ['work teams', 'ok'],
    ]);
  });

  it('says that nothing answers once, and not nine times', async () => {
    const nowhere = createAccountClients({ endpointUrl: 'http://127.0.0.1:1', region: 'us-east-1' });
    const checks = await examine(nowhere, {});
    nowhere.close();
    expect(checks).toHaveLength(1);
    expect(checks[0]).toMatchObject({ state: 'failure', advice: 'Start it: gtkit up.' });
  });
});

describe('teams', () => {
  it('are created once, with members of their own or of another team', async () => {
    const first = await createTeam(
      clients,
      { name: 'lab-team', description: 'The lab' },
      { cognito: { userPool: 'us-east-1_ab', userGroup: 'lab', clientId: '1x' } },
    );
    expect(first).toMatchObject({ created: true, members: ['Cognito group lab of us-east-1_ab'] });
    const again = await createTeam(clients, { name: 'lab-team', description: 'The lab' }, {});
    expect(again.created).toBe(false);
    const like = await createTeam(clients, { name: 'copy', description: 'As the lab' }, { like: 'lab-team' });
    expect(like.members).toEqual(first.members);
    const oidc = await createTeam(
      clients,
      { name: 'sso', description: 'Sign-on' },
      { oidcGroups: ['a', 'b'] },
    );
    expect(oidc.members).toEqual(['OIDC groups a, b']);
    const teams = await listTeams(clients);
    expect(teams.find(({ name }) => name === 'sso')?.portal).toBe(`${server.url}/portal`);
  });

  it('are in one workforce, whose secret is never shown', async () => {
    const provider = join(folder, 'provider.json');
    const address = 'https://login.lab.example';
    writeFileSync(
      provider,
      JSON.stringify({
        ClientId: 'kit',
        ClientSecret: 'do-not-show',
        Issuer: address,
        AuthorizationEndpoint: `${address}/authorize`,
        TokenEndpoint: `${address}/token`,
        UserInfoEndpoint: `${address}/user`,
        LogoutEndpoint: `${address}/logout`,
        JwksUri: `${address}/keys`,
      }),
    );
    const dry = open({ dryRun: true });
    await createWorkforce(dry, { name: 'lab', oidcFile: provider });
    expect(JSON.stringify(dry.requests)).not.toContain('do-not-show');
    dry.close();
    expect(await createWorkforce(clients, { name: 'lab', oidcFile: provider })).toMatchObject({
      created: true,
    });
    expect(await createWorkforce(clients, { name: 'lab', oidcFile: provider })).toMatchObject({
      created: false,
    });
    await expect(
      createWorkforce(clients, { name: 'other', cognito: { userPool: 'us-east-1_ab', clientId: '1x' } }),
    ).rejects.toThrow(/a region has one/);
  });
});
