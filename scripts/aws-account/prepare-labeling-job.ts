import { basename, dirname, isAbsolute, resolve } from 'node:path';
import { type CreateLabelingJobCommandInput, DescribeWorkteamCommand } from '@aws-sdk/client-sagemaker';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { CreateLabelingJobRequest } from '#contracts/labeling-api.ts';
import { parseContract } from '#contracts/parse.ts';
import { formatS3Uri, parseS3Uri } from '#contracts/s3-uri.ts';
import { readAwsError } from '../aws-error.ts';
import { checkManifest } from '../check-manifest.ts';
import { isOwnGroundTruth } from '../connection.ts';
import type { JobConfig } from '../job-config.ts';
import type { Clients } from '../local-clients.ts';
import { readText } from '../read-text.ts';
import { builtInName } from './built-in-accounts.ts';
import { checkImageBuckets } from './check-image-buckets.ts';
import { checkTemplate } from './check-template.ts';
import { findFunction } from './find-function.ts';
import { requireUsableBucket } from './inspect-bucket.ts';
import { refuseTakenName } from './taken-name.ts';

/** Our own Ground Truth asks for no permissions, but the API wants a role in every request. */
export const LOCAL_ROLE = 'arn:aws:iam::000000000000:role/ground-truth-kit';
const LOCAL_TEAM = 'arn:aws:sagemaker:us-east-1:000000000000:workteam/private-crowd/';

/** A file of this machine that the job needs in the bucket. */
interface Upload {
  bucket: string;
  uri: string;
  text: string;
  contentType: string;
}

/** A job that was checked in every way that needs no change anywhere; nothing has been sent yet. */
export interface PreparedJob {
  request: CreateLabelingJobCommandInput;
  uploads: Upload[];
  /** A team to be made first, on our own Ground Truth alone. */
  newWorkteam?: string;
  /** Objects that workers will see; undefined when the manifest could not be read, as in a streaming job. */
  objects?: number;
  /** Lines that have their label already and are passed on. */
  alreadyLabeled: number;
  warnings: string[];
}

/** A manifest that its maker has in hand already. */
interface GivenManifest {
  manifestText?: string;
  /** Whether it is still to be written to its address. */
  uploadManifest?: boolean;
}

/**
 * Turns a job's configuration into the request, reads what it names, and checks all of it.
 * @param file where the configuration was read, from which relative paths start
 * @throws {GroundTruthError} with the first thing that would make the job fail
 */
export async function prepareLabelingJob(
  clients: Clients,
  config: JobConfig,
  file?: string,
  given: GivenManifest = {},
): Promise<PreparedJob> {
  const { HumanTaskConfig: task, InputConfig: input } = config;
  const own = isOwnGroundTruth(clients.connection);
  // A role is asked for before the network is, so that a first try on AWS fails fast.
  const role = own ? LOCAL_ROLE : config.RoleArn;
  if (role === undefined) {
    throw new GroundTruthError(
      'invalid-argument',
      'On AWS a job needs "RoleArn", the role that it runs with.',
    );
  }
  const { bucket } = parseS3Uri(config.OutputConfig.S3OutputPath);
  const { exists } = await requireUsableBucket(clients, bucket);
  const prepared: PreparedJob = { request: {} as never, uploads: [], alreadyLabeled: 0, warnings: [] };
  if (!exists) prepared.warnings.push(`The bucket ${bucket} does not exist yet.`);

  const place = (path: string, text: string | undefined, contentType: string): string => {
    if (isAddress(path) || text === undefined) return path;
    const uri = inputUri(config, basename(path));
    prepared.uploads.push({ bucket, uri, text, contentType });
    return uri;
  };
  const read = (path: string) => readInput(clients, path, file);

  const manifest = input.DataSource.S3DataSource?.ManifestS3Uri;
  const manifestText = given.manifestText ?? (manifest === undefined ? undefined : await read(manifest));
  if (given.uploadManifest && manifest !== undefined && manifestText !== undefined) {
    const contentType = 'application/x-ndjson';
    prepared.uploads.push({ bucket, uri: manifest, text: manifestText, contentType });
  }
  if (manifest !== undefined && manifestText !== undefined) {
    const { warnings, ...counts } = await checkInput(clients, manifestText, manifest, config);
    Object.assign(prepared, counts);
    prepared.warnings.push(...warnings);
  }
  const template = task.UiConfig.UiTemplateS3Uri;
  const templateText = template === undefined ? undefined : await read(template);
  if (template !== undefined && templateText !== undefined) {
    prepared.warnings.push(...checkTemplate(templateText).map((problem) => `${template}: ${problem}`));
  }
  const pre = task.PreHumanTaskLambdaArn;
  const post = task.AnnotationConsolidationConfig?.AnnotationConsolidationLambdaArn;
  const team = await findWorkteam(clients, task.WorkteamArn);
  if (team.isNew) prepared.newWorkteam = team.name;
  const request = {
    ...config,
    RoleArn: role,
    InputConfig: {
      ...input,
      DataSource: {
        ...input.DataSource,
        ...(manifest === undefined
          ? {}
          : { S3DataSource: { ManifestS3Uri: place(manifest, manifestText, 'application/x-ndjson') } }),
      },
    },
    HumanTaskConfig: {
      ...task,
      WorkteamArn: team.arn,
      UiConfig: {
        ...task.UiConfig,
        ...(template === undefined ? {} : { UiTemplateS3Uri: place(template, templateText, 'text/html') }),
      },
      ...(pre === undefined ? {} : { PreHumanTaskLambdaArn: await findFunction(clients, pre) }),
      ...(post === undefined
        ? {}
        : {
            AnnotationConsolidationConfig: {
              AnnotationConsolidationLambdaArn: await findFunction(clients, post),
            },
          }),
    },
  };
  // AWS's own limits, on what will really be sent.
  parseContract(CreateLabelingJobRequest, request, 'request', file === undefined ? {} : { file });
  prepared.request = request as CreateLabelingJobCommandInput;
  await refuseTakenName(clients, prepared.request);
  return prepared;
}

const isAddress = (path: string) => path.includes('://');

/** Where files of a job's configuration are uploaded: beside its output, in a folder of the job's name. */
export function inputUri(config: JobConfig, name: string): string {
  const { bucket, key } = parseS3Uri(config.OutputConfig.S3OutputPath);
  const parts = [key.replace(/\/+$/, ''), 'input', config.LabelingJobName, name];
  return formatS3Uri({ bucket, key: parts.filter((part) => part !== '').join('/') });
}

/**
 * Text of a manifest or template.
 * @returns undefined for what this command may not read, though the job's role may
 * @throws {GroundTruthError} `not-found`
 */
async function readInput(clients: Clients, path: string, configFile?: string): Promise<string | undefined> {
  const folder = configFile === undefined ? process.cwd() : dirname(resolve(configFile));
  if (!isAddress(path)) return readText(isAbsolute(path) ? path : resolve(folder, path));
  if (!path.startsWith('s3://')) return undefined;
  try {
    return await readText(path, clients);
  } catch (error) {
    if (error instanceof GroundTruthError && error.code === 'access-denied') return undefined;
    throw error;
  }
}

/** Most objects of a job whose labels are drawn pixel by pixel; of any other a manifest's own limit. */
const MOST_SEGMENTED = 20_000;

/** @throws {GroundTruthError} `invalid-manifest` with the first bad lines, before a job fails on them */
async function checkInput(
  clients: Clients,
  text: string,
  manifest: string,
  config: JobConfig,
): Promise<Pick<PreparedJob, 'alreadyLabeled' | 'warnings'> & { objects: number }> {
  const { problems, objects, sources } = checkManifest(text, manifest);
  const [first] = problems;
  if (first) {
    const more =
      problems.length > 1
        ? ` There are ${problems.length} problems: "gtkit manifest --check" lists them.`
        : '';
    throw new GroundTruthError('invalid-manifest', `${first.reason}${more}`, {
      where: { file: manifest, ...(first.line > 0 ? { line: first.line } : {}) },
    });
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const alreadyLabeled = lines.filter((line) =>
    Object.hasOwn(JSON.parse(line) as object, config.LabelAttributeName),
  ).length;
  const builtIn = builtInName(config.HumanTaskConfig.PreHumanTaskLambdaArn ?? '') ?? '';
  const fail = (message: string) =>
    new GroundTruthError('invalid-manifest', message, { where: { file: manifest } });
  if (builtIn.includes('SemanticSegmentation') && objects > MOST_SEGMENTED)
    throw fail(`The manifest has ${objects} objects; ${builtIn} takes ${MOST_SEGMENTED}. Split it.`);
  if (/^PRE-(Adjustment|Verification)/.test(builtIn) && alreadyLabeled > 0)
    throw fail(
      `${alreadyLabeled} lines have a label under ${config.LabelAttributeName} already, and ${builtIn} writes beside the label that it looks at: choose another LabelAttributeName.`,
    );
  const buckets = new Set([...sources.values()].map((uri) => parseS3Uri(uri).bucket));
  const warnings = await checkImageBuckets(clients, buckets);
  const { MaxHumanLabeledObjectCount: most, MaxPercentageOfInputDatasetLabeled: percent } =
    config.StoppingConditions ?? {};
  const open = objects - alreadyLabeled;
  const limits = [open, most ?? open, Math.ceil((objects * (percent ?? 100)) / 100)];
  return { objects: Math.min(...limits), alreadyLabeled, warnings };
}

/** A team by its ARN or name. On our own Ground Truth a name that is new makes a new team. */
async function findWorkteam(
  clients: Clients,
  nameOrArn: string,
): Promise<{ arn: string; name: string; isNew: boolean }> {
  const own = isOwnGroundTruth(clients.connection);
  const isArn = nameOrArn.startsWith('arn:');
  const name = isArn ? nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1) : nameOrArn;
  const isPublic = nameOrArn.includes(':workteam/public-crowd/');
  if (isPublic || (isArn && !own)) return { arn: nameOrArn, name, isNew: false };
  try {
    const { Workteam } = await clients.sagemaker.send(new DescribeWorkteamCommand({ WorkteamName: name }));
    return { arn: Workteam?.WorkteamArn ?? nameOrArn, name, isNew: false };
  } catch (error) {
    const found = readAwsError(error, clients.connection);
    // AWS answers ValidationException, not ResourceNotFound, for a team that does not exist.
    const isMissing = found instanceof GroundTruthError && /not-found|invalid-contract/.test(found.code);
    const isUnreachable = isMissing && /Nothing answers|cannot be reached/.test(found.message);
    if (!isMissing || isUnreachable) throw found;
    if (own) return { arn: `${LOCAL_TEAM}${name}`, name, isNew: true };
    throw new GroundTruthError(
      'not-found',
      `There is no work team ${name} in ${clients.connection.region}. "gtkit workteam list" prints those that there are, "gtkit workteam create ${name}" makes one.`,
      { cause: found },
    );
  }
}
