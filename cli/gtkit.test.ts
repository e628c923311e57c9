import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'gtkit-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Calls the command line as a user's shell does. */
function gtkit(...parameters: string[]) {
  const { AWS_ENDPOINT_URL: _, DEBUG: __, ...environment } = process.env;
  const result = spawnSync(process.execPath, [join(import.meta.dirname, 'gtkit.ts'), ...parameters], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...environment, NO_COLOR: '1' },
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** An address at which nothing can listen. */
const nowhere = ['--endpoint-url', 'http://127.0.0.1:1'];

const commands = [
  'start',
  'dev',
  'build',
  'up',
  'manifest',
  'simulate',
  'consolidate',
  'plan',
  'agreement',
  'deploy',
  'destroy',
  'publish',
];
const jobCommands = ['create', 'list', 'describe', 'watch', 'stop'];

describe('gtkit', () => {
  it('lists its commands', () => {
    const { code, out } = gtkit('--help');
    expect(code).toBe(0);
    for (const command of [...commands, 'job']) expect(out).toContain(`  ${command}`);
  });

  it('ends quietly when nobody reads on', () => {
    // The other end of the pipe is closed before a word is written.
    const command = `{ '${process.execPath}' '${join(import.meta.dirname, 'gtkit.ts')}' --help; echo "code $?" >&2; } | true`;
    const { stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
    expect(stderr).toBe('code 0\n');
  });

  it.each([...commands, ...jobCommands.map((name) => `job ${name}`)])(
    'explains "%s" with an example',
    (command) => {
      const { code, out } = gtkit(...command.split(' '), '--help');
      expect(code).toBe(0);
      expect(out).toContain('Examples:');
      expect(out).toContain('--json');
    },
  );

  it('prints its version', () => {
    expect(gtkit('--version').out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    { words: 'lable', says: "Unknown command 'lable'" },
    { words: 'manifest', says: 'Say either a folder' },
    { words: 'simulate', says: '--job' },
    { words: 'simulate --job a --workers many', says: 'whole number' },
    { words: 'job describe', says: "argument 'name'" },
    { words: 'job list --endpoint-url tomorrow', says: 'http://127.0.0.1:4100' },
    { words: 'consolidate --task song x.json', says: 'classification' },
    { words: 'up --port 99999', says: '65535' },
  ])('ends with 2 when it is called as "gtkit $words"', ({ words, says }) => {
    const { code, out, err } = gtkit(...words.split(' '));
    expect(code).toBe(2);
    expect(err).toContain(says);
    expect(err).not.toMatch(/\n\s+at /);
    expect(out).toBe('');
  });

  it('says where nothing answers and how to start it', () => {
    const { code, err } = gtkit('job', 'list', ...nowhere);
    expect(code).toBe(1);
    expect(err).toBe(
      'Nothing answers at http://127.0.0.1:1. Start a Ground Truth with "gtkit up", or say where it is with --endpoint-url.\n',
    );
  });

  it('refuses to simulate people on AWS', () => {
    const { code, err } = gtkit('simulate', '--job', 'a', '--aws');
    expect(code).toBe(1);
    expect(err).toContain('worker portal');
  });
});

describe('gtkit manifest --check', () => {
  it('names every bad line with its number and reason', () => {
    const manifest = file('bad.manifest', '{"source-ref":"s3://my-bucket/a.jpg"}\n{"source-ref":\n{"x":1}\n');
    const { code, out } = gtkit('manifest', '--check', manifest);
    expect(code).toBe(1);
    expect(out).toContain(`${manifest}:2: The line is not JSON`);
    expect(out).toContain(`${manifest}:3: `);
    expect(out).toContain('1 object can be labeled, 2 problems.');
  });

  it('prints the same as JSON for programs', () => {
    const manifest = file('good.manifest', '{"source-ref":"s3://my-bucket/a.jpg"}\n');
    const { code, out } = gtkit('manifest', '--check', manifest, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ file: manifest, objects: 1, problems: [] });
  });

  it('says which file is missing', () => {
    const { code, err } = gtkit('manifest', '--check', 'nothing.manifest');
    expect(code).toBe(1);
    expect(err).toBe('There is no file nothing.manifest.\n');
  });
});

describe('gtkit job create', () => {
  const job = {
    LabelingJobName: 'my-job',
    LabelAttributeName: 'boats',
    InputConfig: { DataSource: { S3DataSource: { ManifestS3Uri: 's3://my-bucket/input.manifest' } } },
    OutputConfig: { S3OutputPath: 's3://my-bucket/output' },
    HumanTaskConfig: {
      WorkteamArn: 'arn:aws:sagemaker:us-east-1:000000000000:workteam/private-crowd/everybody',
      UiConfig: { UiTemplateS3Uri: 's3://my-bucket/template.liquid.html' },
      TaskTitle: 'Boats',
      TaskDescription: 'Draw a box around every boat',
      NumberOfHumanWorkersPerDataObject: 1,
      TaskTimeLimitInSeconds: 600,
    },
  };
  const create = (content: unknown) => gtkit('job', 'create', file('job.json', content), ...nowhere);

  it('takes the request as the AWS CLI does, up to the network', () => {
    expect(create(job).err).toContain('Nothing answers at http://127.0.0.1:1');
  });

  it('asks for a role before anything is uploaded to AWS', () => {
    const { code, err } = gtkit('job', 'create', file('job.json', job), '--aws');
    expect(code).toBe(2);
    expect(err).toContain('"RoleArn"');
  });

  it.each([
    { wrong: '{"LabelingJobName": }', says: ['not JSON'] },
    { wrong: { ...job, LabelingJobName: 'my job' }, says: ['LabelingJobName', '63 letters', 'my job'] },
    { wrong: { ...job, LabelAttributeName: 'x-metadata' }, says: ['LabelAttributeName', '-metadata'] },
    { wrong: { ...job, LabelAtributeName: 'x' }, says: ['unknown key', 'LabelAtributeName'] },
    { wrong: { ...job, OutputConfig: { S3OutputPath: '/tmp' } }, says: ['S3OutputPath', 's3://bucket/key'] },
    {
      wrong: { ...job, HumanTaskConfig: { ...job.HumanTaskConfig, NumberOfHumanWorkersPerDataObject: 10 } },
      says: ['NumberOfHumanWorkersPerDataObject', '9', '10'],
    },
    {
      wrong: { ...job, HumanTaskConfig: { ...job.HumanTaskConfig, TaskTitle: undefined } },
      says: ['HumanTaskConfig.TaskTitle', 'expected string'],
    },
  ])('says what is wrong in the file: $says.0', ({ wrong, says }) => {
    const { code, err } = create(wrong);
    expect(code).toBe(1);
    for (const words of [...says, 'job.json']) expect(err).toContain(words);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

describe('gtkit consolidate', () => {
  const annotation = (workerId: string, content: unknown) => ({
    workerId,
    annotationData: { content: JSON.stringify(content) },
  });
  const box = (left: number) => ({
    annotatedResult: {
      boundingBoxes: [{ label: 'boat', left, top: 20, width: 30, height: 40 }],
      inputImageProperties: { width: 640, height: 480 },
      labels: ['boat', 'person'],
    },
  });
  const payload = [
    {
      datasetObjectId: '0',
      annotations: [annotation('a', box(10)), annotation('b', box(12)), annotation('c', box(14))],
    },
  ];

  it("merges three workers' boxes and prints the response", () => {
    const { code, out } = gtkit(
      'consolidate',
      '--task',
      'bounding-box',
      '--json',
      file('payload.json', payload),
    );
    expect(code).toBe(0);
    const response = JSON.parse(out);
    expect(response[0].datasetObjectId).toBe('0');
    const { label } = response[0].consolidatedAnnotation.content;
    expect(label.annotations).toHaveLength(1);
    expect(label.annotations[0]).toMatchObject({ class_id: 0, left: 12, top: 20, width: 30, height: 40 });
  });

  it('prints valid JSON for people too, under the attribute that is asked for', () => {
    const { out } = gtkit(
      'consolidate',
      '--task',
      'bounding-box',
      '--attribute',
      'boats',
      file('p.json', payload),
    );
    expect(Object.keys(JSON.parse(out)[0].consolidatedAnnotation.content)).toContain('boats');
  });

  it('merges a finished job once more from its folder, and replaces nothing', () => {
    const job = join(folder, 'job');
    const answers = [10, 12, 14].map((left, index) => ({
      workerId: `w${index}`,
      submissionTime: '2026-01-01T00:00:00Z',
      answerContent: box(left),
    }));
    mkdirSync(join(job, 'worker-response/iteration-1/0'), { recursive: true });
    writeFileSync(
      join(job, 'worker-response/iteration-1/0/2026-01-01_00:00:00.json'),
      JSON.stringify({ answers }),
    );
    const line = { 'source-ref': 's3://images/0.png', boats: {}, 'boats-metadata': {} };
    writeFileSync(join(job, 'output.manifest'), `${JSON.stringify(line)}\n`);
    const first = gtkit('consolidate', '--job', job, '--method', 'vote-median');
    expect(first.out).toContain('1 of 1 objects labeled again with vote-median.');
    expect(first.out).toMatch(/w0 +1 +100\.0 %/);
    expect(first.code).toBe(0);
    expect(readFileSync(join(job, 'output.vote-median.manifest'), 'utf8')).toContain('"left":12');
    const again = gtkit('consolidate', '--job', job, '--method', 'vote-median', '--json');
    expect(again.err).toContain('add --overwrite to replace it');
    expect(again.code).toBe(1);
  });

  it('takes what is known of some objects, in a payload and in a job', () => {
    const vote = (workerId: string) => ({
      workerId,
      annotationData: { content: JSON.stringify({ kind: { label: 'cat' } }) },
    });
    const dataObject = { s3Uri: 's3://images/7.png' };
    const objects = [{ datasetObjectId: '0', dataObject, annotations: [vote('ann'), vote('ben')] }];
    const gold = file('known.jsonl', { 'source-ref': '7.png', answer: { label: 'dog' } });
    const { out } = gtkit(
      'consolidate',
      '--task',
      'classification',
      file('votes.json', objects),
      '--gold',
      gold,
    );
    expect(JSON.parse(out)[0].consolidatedAnnotation.content['label-metadata']).toMatchObject({
      'class-name': 'dog',
      confidence: 1,
    });
    const job = join(folder, 'known-job');
    mkdirSync(join(job, 'worker-response/iteration-1/0'), { recursive: true });
    writeFileSync(
      join(job, 'worker-response/iteration-1/0/2026-01-01_00:00:00.json'),
      JSON.stringify({
        answers: [{ workerId: 'ann', submissionTime: '', answerContent: { kind: { label: 'cat' } } }],
      }),
    );
    const line = { 'source-ref': dataObject.s3Uri, kind: 0, 'kind-metadata': { 'class-name': 'cat' } };
    writeFileSync(join(job, 'output.manifest'), `${JSON.stringify(line)}\n`);
    const merged = gtkit('consolidate', '--job', job, '--gold', gold);
    expect(merged.out).toContain('The answer was known for one object; too few to refit');
    expect(readFileSync(join(job, 'output.hybrid.manifest'), 'utf8')).toContain('"class-name":"dog"');
  });

  it('wants either a payload or a job', () => {
    expect(gtkit('consolidate').err).toContain('Give either a payload file or --job');
    expect(gtkit('consolidate', 'x.json').err).toContain('needs --task');
  });

  it("takes a classification as Amazon's element answers it", () => {
    const vote = (label: string) => ({ 'crowd-image-classifier': { label } });
    const votes = [
      {
        datasetObjectId: '7',
        annotations: [
          annotation('a', vote('cat')),
          annotation('b', vote('cat')),
          annotation('c', vote('dog')),
        ],
      },
    ];
    const { code, out } = gtkit(
      'consolidate',
      '--task',
      'classification',
      '--json',
      file('votes.json', votes),
    );
    expect(code).toBe(0);
    expect(out).toContain('cat');
  });

  it.each([
    { content: '[{]', method: undefined, says: 'not JSON', code: 1 },
    { content: { datasetObjectId: '0' }, method: undefined, says: 'payload', code: 1 },
    { content: payload, method: 'magic', says: 'magic', code: 2 },
  ])('says what is wrong: $says', ({ content, method, says, code }) => {
    const chosen = method === undefined ? [] : ['--method', method];
    const run = gtkit('consolidate', '--task', 'keypoint', ...chosen, file('wrong.json', content));
    expect(run.err).toContain(says);
    expect(run.code).toBe(code);
  });
});

describe('gtkit plan', () => {
  const pilot = (workers: number) =>
    Array.from({ length: 30 }, (_, id) => ({
      datasetObjectId: String(id),
      annotations: Array.from({ length: workers }, (_, w) => ({
        workerId: `w${w}`,
        annotationData: {
          content: JSON.stringify({ a: { label: (id * 7 + w * 3) % 5 === 0 ? 'cat' : 'dog' } }),
        },
      })),
    }));

  it('prints a table, a recommendation and the unsure objects', () => {
    const { code, out } = gtkit('plan', file('pilot.json', pilot(5)), '--objects', '200', '--price', '0.05');
    expect(code).toBe(0);
    expect(out).toMatch(/workers +error +95 % of it +answers +cost\n/);
    expect(out).toMatch(/3( <)? +[\d.]+ % +[\d.]+ % to [\d.]+ % +measured +600 +30\.00/);
    expect(out).toContain('Ask ');
    expect(out).toMatch(/need one more answer|Every label is at least/);
  });

  it.each([
    { words: [file('two.json', pilot(2))], says: 'at least three answers', code: 1 },
    { words: [file('five.json', pilot(5)), '--target-confidence', '2'], says: 'from 0 to 1', code: 2 },
    { words: [join(folder, 'nowhere')], says: 'There is no folder', code: 1 },
  ])('says what is wrong: $says', ({ words, says, code }) => {
    const run = gtkit('plan', ...words);
    expect(run.err).toContain(says);
    expect(run.code).toBe(code);
  });
});
