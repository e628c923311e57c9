import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetBucketPolicyCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import {
  CreateApplicationCommand,
  CreateApplicationVersionCommand,
  PutApplicationPolicyCommand,
  paginateListApplications,
  UpdateApplicationCommand,
} from '@aws-sdk/client-serverlessapplicationrepository';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { CodePlaces } from '#infra/cloudformation-template.ts';
import { functionNames } from '#infra/describe-stack.ts';
import { type ApplicationMetadata, describeApplication, samTemplate } from '#infra/sam-template.ts';
import { findPlace } from '../aws-account/find-place.ts';
import { withAwsErrors } from '../aws-error.ts';
import { buildIfStale } from '../build-if-stale.ts';
import type { OnProgress } from '../progress.ts';
import { projectRoot } from '../project-root.ts';
import { defaultBucket, ensureArtifactBucket } from './artifact-bucket.ts';
import type { DeployClients } from './deploy-clients.ts';
import { readArtifacts } from './read-artifacts.ts';
import { uploadArtifacts } from './upload-artifacts.ts';

export interface PublishOptions {
  name: string;
  author: string;
  /** `1.2.3`; that of package.json unless said. */
  semanticVersion?: string | undefined;
  bucket?: string | undefined;
  /** Accounts that may deploy it; none: this account alone. */
  shareWith: readonly string[];
  confirm: (question: string) => Promise<boolean>;
  onProgress: OnProgress;
  distDir?: string | undefined;
}

export interface PublishedApplication {
  status: 'created' | 'new version' | 'planned';
  applicationId: string;
  semanticVersion: string;
  bucket: string;
  sharedWith: string[];
}

const DESCRIPTION =
  'Annotation functions of SageMaker Ground Truth labeling jobs for keypoints and bounding boxes, which also merge the answers, and the role that such jobs run with.';

/**
 * Publishes our functions as an application of the Serverless Application Repository: SAM template, licence,
 * readme and version. Private unless accounts are named.
 * @throws {GroundTruthError} `already-exists` when the version is published: versions never change
 */
export async function publishApplication(
  clients: DeployClients,
  options: PublishOptions,
): Promise<PublishedApplication> {
  const { name, shareWith, onProgress, confirm } = options;
  const semanticVersion = options.semanticVersion ?? (await packageVersion());
  checkChoices(semanticVersion, shareWith);
  const { accountId, partition } = await findPlace(clients);
  const bucket = options.bucket ?? defaultBucket(accountId, clients.connection.region);
  if (options.distDir === undefined) await buildIfStale(onProgress);
  await ensureArtifactBucket(clients, { bucket, accountId, confirm, onProgress });
  const artifacts = await readArtifacts(options.distDir ?? join(projectRoot, 'dist'), bucket);
  const zips = artifacts.files.filter(({ key }) => key.endsWith('.zip'));
  await uploadArtifacts(clients, zips, { bucket, accountId, onProgress });
  await letRepositoryRead(clients, bucket, { accountId, partition });

  const metadata: ApplicationMetadata = {
    name,
    description: DESCRIPTION,
    author: options.author,
    spdxLicenseId: 'Apache-2.0',
    semanticVersion,
    labels: ['groundtruth', 'labeling', 'annotation', 'keypoints'],
  };
  const places = functionNames.map((entry) => [entry, { bucket, key: artifacts.code[entry] }]);
  const template = samTemplate(describeApplication(30), Object.fromEntries(places) as CodePlaces, metadata);
  const TemplateBody = JSON.stringify(template, null, 1);
  const existing = await findApplication(clients, name);
  onProgress({ kind: 'step', text: `Publishing ${name} ${semanticVersion}` });
  const applicationId = await withVersionErrors(clients, semanticVersion, async () => {
    const readme = await readFile(join(projectRoot, 'README.md'), 'utf8');
    const about = {
      Author: metadata.author,
      Description: metadata.description,
      Labels: [...metadata.labels],
      ReadmeBody: readme,
    };
    if (existing === undefined) {
      const made = await clients.repository.send(
        new CreateApplicationCommand({
          Name: name,
          ...about,
          LicenseBody: await readFile(join(projectRoot, 'LICENSE'), 'utf8'),
          SpdxLicenseId: metadata.spdxLicenseId,
          SemanticVersion: semanticVersion,
          TemplateBody,
        }),
      );
      return made.ApplicationId ?? '';
    }
    await clients.repository.send(
      new CreateApplicationVersionCommand({
        ApplicationId: existing,
        SemanticVersion: semanticVersion,
        TemplateBody,
      }),
    );
    await clients.repository.send(new UpdateApplicationCommand({ ApplicationId: existing, ...about }));
    return existing;
  });
  if (shareWith.length > 0) await share(clients, applicationId, shareWith);
  const status = clients.dryRun ? 'planned' : existing === undefined ? 'created' : 'new version';
  return { status, applicationId, semanticVersion, bucket, sharedWith: [...shareWith] };
}

function checkChoices(version: string, accounts: readonly string[]): void {
  if (!/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/.test(version)) {
    throw new GroundTruthError('invalid-argument', `A version looks like 1.2.3, found ${version}.`);
  }
  const wrong = accounts.find((account) => !/^\d{12}$/.test(account));
  if (wrong !== undefined)
    throw new GroundTruthError('invalid-argument', `An account has twelve digits, found ${wrong}.`);
}

async function packageVersion(): Promise<string> {
  const text = await readFile(join(projectRoot, 'package.json'), 'utf8');
  return String((JSON.parse(text) as { version?: unknown }).version);
}

async function findApplication(clients: DeployClients, name: string): Promise<string | undefined> {
  return withAwsErrors(clients.connection, async () => {
    for await (const page of paginateListApplications({ client: clients.repository }, {})) {
      const found = page.Applications?.find((application) => application.Name === name);
      if (found) return found.ApplicationId;
    }
    return undefined;
  });
}

async function withVersionErrors<T>(
  clients: DeployClients,
  version: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await withAwsErrors(clients.connection, work);
  } catch (error) {
    if (!(error instanceof GroundTruthError) || error.code !== 'conflict') throw error;
    throw new GroundTruthError(
      'already-exists',
      `Version ${version} is published already, and a version never changes. Say a higher one with --semantic-version.`,
      { cause: error },
    );
  }
}

async function share(
  clients: DeployClients,
  ApplicationId: string,
  accounts: readonly string[],
): Promise<void> {
  await withAwsErrors(clients.connection, () =>
    clients.repository.send(
      new PutApplicationPolicyCommand({
        ApplicationId,
        Statements: [{ StatementId: 'Deploy', Principals: [...accounts], Actions: ['Deploy'] }],
      }),
    ),
  );
}

interface BucketPolicy {
  Version: string;
  Statement: { Sid?: string }[];
}

const READ_SID = 'ServerlessApplicationRepository';

/** Lets the repository copy the zips, for this account's applications alone. Other statements stay. */
async function letRepositoryRead(
  clients: DeployClients,
  bucket: string,
  { accountId, partition }: { accountId: string; partition: string },
): Promise<void> {
  const { s3, connection } = clients;
  const own = { Bucket: bucket, ExpectedBucketOwner: accountId };
  const statement = {
    Sid: READ_SID,
    Effect: 'Allow',
    Principal: { Service: 'serverlessrepo.amazonaws.com' },
    Action: 's3:GetObject',
    Resource: `arn:${partition}:s3:::${bucket}/gtkit/lambdas/*`,
    Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
  };
  await withAwsErrors(connection, async () => {
    const present = await s3.send(new GetBucketPolicyCommand(own)).catch((error: unknown) => {
      const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
      if (name === 'NoSuchBucketPolicy' || $metadata?.httpStatusCode === 404) return undefined;
      throw error;
    });
    const policy = JSON.parse(present?.Policy ?? '{"Version":"2012-10-17","Statement":[]}') as BucketPolicy;
    if (policy.Statement.some((entry) => JSON.stringify(entry) === JSON.stringify(statement))) return;
    const Statement = [...policy.Statement.filter(({ Sid }) => Sid !== READ_SID), statement];
    await s3.send(new PutBucketPolicyCommand({ ...own, Policy: JSON.stringify({ ...policy, Statement }) }));
  });
}
