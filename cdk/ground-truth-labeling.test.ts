import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeStack, functionNames, type StackDescription } from '#infra/describe-stack.ts';
import { GroundTruthLabeling } from './ground-truth-labeling.ts';

const folder = mkdtempSync(join(tmpdir(), 'gtkit-cdk-'));
const codeFolder = join(folder, 'lambdas');
afterAll(() => rmSync(folder, { recursive: true }));

interface Synthesized {
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
}

let template: Synthesized;
let labeling: GroundTruthLabeling;
const expected: StackDescription = describeStack({
  place: { partition: 'aws', region: 'eu-west-1', accountId: '111122223333' },
  stackName: 'lab',
  inputs: [{ bucket: 'lab-groundtruth', prefix: '' }],
  output: { bucket: 'lab-groundtruth', prefix: 'output/' },
  logRetentionDays: 30,
  settings: { keypoint: { header: 'Mark the mouse' } },
});

beforeAll(() => {
  mkdirSync(codeFolder);
  for (const name of functionNames) {
    writeFileSync(join(codeFolder, `${name}.zip`), zipSync({ 'index.mjs': new TextEncoder().encode(name) }));
  }
  const app = new App({ outdir: join(folder, 'out') });
  const stack = new Stack(app, 'lab', { env: { account: '111122223333', region: 'eu-west-1' } });
  labeling = new GroundTruthLabeling(stack, 'Labeling', {
    bucket: Bucket.fromBucketName(stack, 'Data', 'lab-groundtruth'),
    settings: { keypoint: { header: 'Mark the mouse' } },
    codeFolder,
  });
  template = app.synth().getStackByName('lab').template;
});

const ofType = (type: string) => Object.values(template.Resources).filter(({ Type }) => Type === type);

describe('the CDK construct', () => {
  it('makes the resources of our own template, and no others', () => {
    const types = Object.values(template.Resources).map(({ Type }) => Type);
    expect([...new Set(types)].sort()).toEqual([
      'AWS::IAM::Role',
      'AWS::Lambda::Function',
      'AWS::Logs::LogGroup',
    ]);
    expect(ofType('AWS::IAM::Role')).toHaveLength(functionNames.length + 1);
  });

  it('gives every role exactly the policy of the description', () => {
    const roles = [...expected.functions.map(({ role }) => role), expected.executionRole];
    const made = ofType('AWS::IAM::Role').map(({ Properties }) => Properties);
    for (const { description, trust, policy } of roles) {
      const role = made.find((entry) => entry['Description'] === description);
      expect(JSON.stringify(role)).not.toContain('ManagedPolicyArns');
      expect(resolved(role?.['AssumeRolePolicyDocument'])).toEqual(trust);
      expect(resolved(role?.['Policies'])).toEqual([
        { PolicyName: 'least-privilege', PolicyDocument: policy },
      ]);
    }
  });

  it('names and sets the functions as our own template does', () => {
    for (const { functionName, timeoutSeconds, runtime, environment } of expected.functions) {
      const made = ofType('AWS::Lambda::Function').find(
        ({ Properties }) => Properties['FunctionName'] === functionName,
      );
      expect(made?.Properties).toMatchObject({ Timeout: timeoutSeconds, Runtime: runtime });
      const variables = (made?.Properties['Environment'] as { Variables?: object } | undefined)?.Variables;
      expect(variables ?? {}).toEqual(environment);
    }
  });

  it('says what a job needs', () => {
    expect(Object.keys(labeling.functions)).toEqual([...functionNames]);
    expect(labeling.outputPath).toBe('s3://lab-groundtruth/output');
  });
});

/** CDK writes a partition that it does not want to know as a reference; here it is aws. */
function resolved(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, part) => {
    const join = (part as { 'Fn::Join'?: [string, unknown[]] } | null)?.['Fn::Join'];
    if (join) return join[1].map((piece) => (typeof piece === 'string' ? piece : 'aws')).join('');
    return (part as { Ref?: string } | null)?.Ref === 'AWS::Partition' ? 'aws' : part;
  });
}
