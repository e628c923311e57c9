import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '#server/testing/start-test-server.ts';
import { type JobConfig, parseJobConfig } from '../job-config.ts';
import { type AccountClients, createAccountClients } from './account-clients.ts';
import { examine } from './doctor.ts';

const folder = mkdtempSync(join(tmpdir(), 'gtkit-try-page-'));
const page = '<script src="crowd-html-elements.js"></script><crowd-form>BODY</crowd-form>';
let server: TestServer;
let clients: AccountClients;

beforeAll(async () => {
  server = await startTestServer();
  clients = createAccountClients({ endpointUrl: server.url, region: 'us-east-1' });
});

afterAll(async () => {
  clients.close();
  await server.close();
  rmSync(folder, { recursive: true });
});

/** What is found about a job with this first line, this body of the page and this function. */
async function tried(line: object, body = '{{ task.input.taskObject }}', pre = 'test-pre-LabelingFunction') {
  writeFileSync(join(folder, 'a.manifest'), `${JSON.stringify({ source: 'a mouse', ...line })}\n`);
  writeFileSync(join(folder, 'page.html'), page.replace('BODY', body));
  const value = {
    LabelingJobName: 'mice-1',
    LabelAttributeName: 'pose',
    InputConfig: { DataSource: { S3DataSource: { ManifestS3Uri: 'a.manifest' } } },
    OutputConfig: { S3OutputPath: 's3://lab/output' },
    HumanTaskConfig: {
      WorkteamArn: 'students',
      UiConfig: { UiTemplateS3Uri: 'page.html' },
      ...(pre === '' ? {} : { PreHumanTaskLambdaArn: pre }),
      TaskTitle: 'Mark the mice',
      TaskDescription: 'Place seven points on each mouse.',
      NumberOfHumanWorkersPerDataObject: 1,
      TaskTimeLimitInSeconds: 600,
    },
  };
  const config: JobConfig = parseJobConfig(value, { connection: clients.connection });
  const checks = await examine(clients, {
    job: { config, file: join(folder, 'job.yaml') },
    tryPage: true,
  });
  const find = (what: string) => checks.find((check) => check.what === what);
  return { input: find('task input'), page: find("worker's page") };
}

it("calls the function before with the first line, and has the worker's page rendered", async () => {
  const found = await tried({});
  expect(found.input).toMatchObject({
    state: 'ok',
    found: expect.stringContaining('answers the first line'),
  });
  expect(found.page).toMatchObject({
    state: 'ok',
    found: expect.stringContaining('renders that of the first object'),
  });
});

it('gives the line itself to the page of a job without a function', async () => {
  const found = await tried({}, '{{ task.input.source }}', '');
  expect(found.page?.state).toBe('ok');
});

it('says with which words the function fails, where Ground Truth says "Unhandled"', async () => {
  const found = await tried({ pre: 'throw' });
  expect(found.input).toMatchObject({
    state: 'failure',
    found: expect.stringContaining('the pre function does not like this line'),
    advice: expect.stringContaining('Correct'),
  });
  expect(found.page).toBeUndefined();
});

it('says that an answer is none', async () => {
  expect((await tried({ pre: 'rubbish' })).input).toMatchObject({
    state: 'failure',
    found: expect.stringContaining('taskInput'),
  });
});

it('says what is wrong with the template', async () => {
  expect((await tried({}, '{{ task.input.taskObject | unheard_of }}')).page).toMatchObject({
    state: 'failure',
    found: expect.stringContaining('unheard_of'),
  });
});
