import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type CodePlaces, cloudformationTemplate, type Template } from './cloudformation-template.ts';
import { describeStack, functionNames, LONGEST_STACK_NAME, outputNames } from './describe-stack.ts';
import { OUR_RUNTIME, runtimeBlockedSince } from './lambda-runtimes.ts';
import { templatePlace } from './policies.ts';
import { describeApplication, samTemplate } from './sam-template.ts';

const code = Object.fromEntries(
  functionNames.map((name) => [name, { bucket: 'lab-groundtruth', key: `gtkit/lambdas/0a1b-${name}.zip` }]),
) as CodePlaces;

const description = describeStack({
  place: templatePlace,
  stackName: 'lab',
  inputs: [{ bucket: 'lab-groundtruth', prefix: '' }],
  output: { bucket: 'lab-groundtruth', prefix: 'output/' },
  logRetentionDays: 30,
  settings: { keypoint: { header: 'Mark the mouse' } },
});

const templates: Record<string, Template> = {
  'CloudFormation template': cloudformationTemplate(description, code),
  'SAM template': samTemplate(describeApplication(30), code, {
    name: 'ground-truth-kit',
    description: 'Annotation functions of labeling jobs.',
    author: 'ground-truth-kit',
    spdxLicenseId: 'Apache-2.0',
    semanticVersion: '1.0.0',
    labels: ['labeling'],
  }),
};

const folder = mkdtempSync(join(tmpdir(), 'gtkit-templates-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Whether a tool of the Python world is on this machine; prints a line when a test goes without it. */
function hasTool(command: string, parameters: string[]): boolean {
  if (spawnSync(command, parameters).status === 0) return true;
  console.log(`Skipped: ${[command, ...parameters].join(' ')} does not run here.`);
  return false;
}
const hasCfnLint = hasTool('cfn-lint', ['--version']);
const hasTranslator = hasTool('python3', ['-c', 'import samtranslator']);

function fileOf(name: string): string {
  const file = join(folder, `${name.replace(/\W/g, '-')}.json`);
  writeFileSync(file, JSON.stringify(templates[name], null, 2));
  return file;
}

describe.each(Object.keys(templates))('the %s', (name) => {
  const template = templates[name] as Template;
  const resources = Object.entries(template.Resources);
  const functions = resources.filter(([, { Type }]) => Type.endsWith('::Function'));

  it.skipIf(!hasCfnLint)('has nothing for cfn-lint to say', () => {
    const { status, stdout } = spawnSync('cfn-lint', [fileOf(name)], { encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  it('has all functions, whose names keep "LabelingFunction" also when they are generated', () => {
    expect(functions).toHaveLength(functionNames.length);
    for (const [id] of functions) expect(id.slice(0, 24)).toMatch(/LabelingFunction$/);
  });

  it('gives every function a role and a log of its own, which is kept for a month', () => {
    const roles = functions.map(([, { Properties }]) => JSON.stringify(Properties['Role']));
    expect(new Set(roles).size).toBe(functions.length);
    const logs = resources.filter(([, { Type }]) => Type === 'AWS::Logs::LogGroup');
    expect(logs.map(([, { Properties }]) => Properties['RetentionInDays'])).toEqual(
      functionNames.map(() => 30),
    );
  });

  it('creates no bucket, so that deleting the stack deletes no data', () => {
    expect(resources.filter(([, { Type }]) => Type.startsWith('AWS::S3'))).toEqual([]);
  });

  it('leaves no placeholder outside Fn::Sub', () => {
    const text = JSON.stringify(template).replace(/"Fn::Sub":"[^"]*"/g, '');
    expect(text).not.toContain('${');
  });

  it('says the address of every function and of the role', () => {
    const { bucket: _, ...expected } = Object.fromEntries(
      Object.entries(outputNames).map(([key, name]) => [name, key]),
    );
    expect(Object.keys(template.Outputs)).toEqual(expect.arrayContaining(Object.values(expected)));
  });

  it('fits into a request', () => {
    expect(JSON.stringify(template).length).toBeLessThan(51_200);
  });
});

describe('the SAM template', () => {
  it.skipIf(!hasTranslator)('passes the SAM translator', () => {
    const program = [
      'import json, sys',
      'from samtranslator.translator.transform import transform',
      'class Loader:',
      '    def load(self): return {}',
      'out = transform(json.load(open(sys.argv[1])), {}, Loader())',
      'print(json.dumps(sorted(set(r["Type"] for r in out["Resources"].values()))))',
    ].join('\n');
    const { stdout, stderr } = spawnSync('python3', ['-c', program, fileOf('SAM template')], {
      encoding: 'utf8',
      env: { ...process.env, AWS_DEFAULT_REGION: 'eu-west-1' },
    });
    expect(stdout, stderr).not.toBe('');
    expect(JSON.parse(stdout)).toEqual(['AWS::IAM::Role', 'AWS::Lambda::Function', 'AWS::Logs::LogGroup']);
  });
});

describe('names and runtimes', () => {
  it('fit: the longest stack name gives a function name of 64 characters', () => {
    const { functions } = describeStack({
      place: templatePlace,
      stackName: 's'.repeat(LONGEST_STACK_NAME),
      inputs: [],
      output: { bucket: 'b', prefix: '' },
      logRetentionDays: 1,
    });
    expect(Math.max(...functions.map(({ functionName }) => functionName.length))).toBe(64);
  });

  it('know that the runtime of AWS’s recipe is gone and that ours is not', () => {
    const november = Date.parse('2026-11-21');
    expect(runtimeBlockedSince('python3.9', november)).toBe('2026-06-01');
    expect(runtimeBlockedSince(OUR_RUNTIME, november)).toBeUndefined();
    expect(runtimeBlockedSince('constructor', november)).toBeUndefined();
  });
});
