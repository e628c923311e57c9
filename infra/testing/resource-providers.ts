import { randomBytes } from 'node:crypto';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { runtimeBlockedSince } from '../lambda-runtimes.ts';

/** Properties of a resource after its references are filled in. */
export type Properties = Record<string, unknown>;

export interface MadeResource {
  physicalId: string;
  /** What `Fn::GetAtt` can ask for. */
  attributes: Record<string, string>;
}

/** How the stand-in makes one kind of resource. A throw is the resource's failure, with its reason. */
export interface Provider {
  create(properties: Properties, where: { stackName: string; logicalId: string }): Promise<MadeResource>;
  update(made: MadeResource, properties: Properties): Promise<MadeResource>;
  remove(made: MadeResource): Promise<void>;
}

/** A role as IAM's API gives it. */
export interface StandInRole {
  name: string;
  arn: string;
  trust: unknown;
  tags?: Record<string, string>;
  /** Inline policies, by name. */
  policies?: Map<string, unknown>;
}

export interface ProviderWorld {
  /** Our own Ground Truth, whose Lambda really runs what is deployed. */
  endpointUrl: string;
  region: string;
  accountId: string;
  roles: Map<string, StandInRole>;
  /** Functions of other languages, which our Lambda does not run: name to role ARN. */
  foreignFunctions: Map<string, { arn: string; roleArn: string; runtime: string }>;
  logGroups: Set<string>;
}

/** CloudFormation's names: stack and logical id, cut, and something random. */
const generatedName = ({ stackName, logicalId }: { stackName: string; logicalId: string }) =>
  `${stackName.slice(0, 24)}-${logicalId.slice(0, 24)}-${randomBytes(6).toString('hex').toUpperCase()}`;

/** The three kinds of resource that our templates have. */
export function createProviders(world: ProviderWorld): Record<string, Provider> {
  const lambda = new LambdaClient({
    endpoint: world.endpointUrl,
    region: world.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    'AWS::Lambda::Function': lambdaProvider(lambda, world),
    'AWS::IAM::Role': roleProvider(world),
    'AWS::Logs::LogGroup': logGroupProvider(world),
  };
}

interface Code {
  S3Bucket?: string;
  S3Key?: string;
}

function lambdaProvider(lambda: LambdaClient, world: ProviderWorld): Provider {
  const arnOf = (name: string) => `arn:aws:lambda:${world.region}:${world.accountId}:function:${name}`;
  const made = (name: string): MadeResource => ({ physicalId: name, attributes: { Arn: arnOf(name) } });
  const settings = (properties: Properties) => ({
    Role: String(properties['Role']),
    Handler: String(properties['Handler']),
    Description: String(properties['Description'] ?? ''),
    Timeout: Number(properties['Timeout'] ?? 3),
    MemorySize: Number(properties['MemorySize'] ?? 128),
    Environment: properties['Environment'] as { Variables?: Record<string, string> } | undefined,
  });
  return {
    async create(properties, where) {
      const runtime = String(properties['Runtime']);
      const blocked = runtimeBlockedSince(runtime, Date.now());
      if (blocked) {
        throw new Error(
          `Resource handler returned message: "The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions."`,
        );
      }
      const name = String(properties['FunctionName'] ?? generatedName(where));
      if (!runtime.startsWith('nodejs')) {
        world.foreignFunctions.set(name, {
          arn: arnOf(name),
          roleArn: String(properties['Role']),
          runtime,
        });
        return made(name);
      }
      const { S3Bucket, S3Key } = properties['Code'] as Code;
      const { Environment, ...rest } = settings(properties);
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName: name,
          Runtime: runtime as 'nodejs24.x',
          Code: { S3Bucket, S3Key },
          ...rest,
          ...(Environment ? { Environment } : {}),
        }),
      );
      return made(name);
    },
    async update(before, properties) {
      const { S3Bucket, S3Key } = properties['Code'] as Code;
      const FunctionName = before.physicalId;
      await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, S3Bucket, S3Key }));
      const { Environment = { Variables: {} }, ...rest } = settings(properties);
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...rest, Environment }));
      return before;
    },
    async remove({ physicalId }) {
      if (world.foreignFunctions.delete(physicalId)) return;
      await lambda.send(new DeleteFunctionCommand({ FunctionName: physicalId }));
    },
  };
}

function roleProvider({ roles, accountId }: ProviderWorld): Provider {
  const keep = (name: string, properties: Properties): MadeResource => {
    const arn = `arn:aws:iam::${accountId}:role/${name}`;
    const inline = (properties['Policies'] ?? []) as { PolicyName: string; PolicyDocument: unknown }[];
    const policies = new Map(inline.map(({ PolicyName, PolicyDocument }) => [PolicyName, PolicyDocument]));
    roles.set(name, { name, arn, trust: properties['AssumeRolePolicyDocument'], policies });
    return { physicalId: name, attributes: { Arn: arn } };
  };
  return {
    create: async (properties, where) =>
      keep(String(properties['RoleName'] ?? generatedName(where)), properties),
    update: async ({ physicalId }, properties) => keep(physicalId, properties),
    remove: async ({ physicalId }) => void roles.delete(physicalId),
  };
}

function logGroupProvider({ logGroups, region, accountId }: ProviderWorld): Provider {
  return {
    async create(properties, where) {
      const name = String(properties['LogGroupName'] ?? generatedName(where));
      if (logGroups.has(name))
        throw new Error(`Resource of type 'AWS::Logs::LogGroup' with identifier '${name}' already exists.`);
      logGroups.add(name);
      return {
        physicalId: name,
        attributes: { Arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}:*` },
      };
    },
    update: async (before) => before,
    remove: async ({ physicalId }) => void logGroups.delete(physicalId),
  };
}
