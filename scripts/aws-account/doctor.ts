import { dirname, resolve } from 'node:path';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { parseS3Uri } from '#contracts/s3-uri.ts';
import { withAwsErrors } from '../aws-error.ts';
import { checkManifest } from '../check-manifest.ts';
import { isOwnGroundTruth } from '../connection.ts';
import { findMissingImages } from '../find-missing-images.ts';
import type { JobConfig } from '../job-config.ts';
import { readText } from '../read-text.ts';
import type { AccountClients } from './account-clients.ts';
import { builtInAccounts } from './built-in-accounts.ts';
import { checkBuckets } from './check-buckets.ts';
import { checkFunction } from './check-function.ts';
import { checkPermissions } from './check-permissions.ts';
import { checkRole } from './check-role.ts';
import { checkTemplate, MAX_TEMPLATE } from './check-template.ts';
import { ACCOUNT, attempt, type DoctorCheck, failure, ok, skipped, warning } from './doctor-check.ts';
import { LOCAL_ROLE } from './prepare-labeling-job.ts';
import { tryPage } from './try-page.ts';
import { describeTeam, findPortal, listTeams } from './workteams.ts';

/** Images that are asked for; a manifest may have 100,000. */
const SAMPLE = 20;

/** What is to be examined besides the account itself. */
export interface DoctorSubject {
  job?: { config: JobConfig; file: string } | undefined;
  /** Also calls the function before and renders the page of the first object, as for a worker. */
  tryPage?: boolean | undefined;
}

/**
 * Looks at everything that a labeling job needs, and says what to do about each thing that is not as it should
 * be. Changes nothing; a check that fails does not keep the next from being made.
 */
export async function examine(
  clients: AccountClients,
  { job, tryPage: wanted = false }: DoctorSubject,
): Promise<DoctorCheck[]> {
  const account = await checkAccount(clients);
  // Without an answer every further check would say the same.
  if (account.some(({ state }) => state === 'failure')) return account;
  const checks = [...account, checkRegion(clients)];
  if (job === undefined) return [...checks, ...(await checkTeams(clients))];
  const { config, file } = job;
  const { HumanTaskConfig: task } = config;
  const read = (path: string) =>
    readText(path.includes('://') ? path : resolve(dirname(resolve(file)), path), clients);
  const post = task.AnnotationConsolidationConfig?.AnnotationConsolidationLambdaArn;
  const functionAdvice = 'Deploy the functions (gtkit deploy), and name them in the job file.';
  const manifest = await checkManifestOf(clients, config, read);
  return [
    ...checks,
    ...(await checkBuckets(clients, bucketsOf(config, manifest.imageBuckets))),
    ...(await attempt('role', 'Make one: gtkit role --job job.yaml --aws --apply.', () =>
      checkRole(clients, config.RoleArn),
    )),
    ...(await attempt('permissions', 'Make the role: gtkit role --job job.yaml --aws --apply.', () =>
      checkPermissions(clients, config, manifest.samples),
    )),
    ...(await attempt('function before', functionAdvice, () =>
      checkFunction(clients, 'function before', task.PreHumanTaskLambdaArn),
    )),
    ...(await attempt('function after', functionAdvice, () =>
      checkFunction(clients, 'function after', post),
    )),
    ...(await checkTemplateOf(task.UiConfig.UiTemplateS3Uri, read)),
    ...manifest.checks,
    ...(await checkTeamOf(clients, task.WorkteamArn)),
    ...(wanted && !clients.dryRun ? await checkPage(clients, config, manifest.firstLine, read) : []),
  ];
}

/** The page of the first object, when there is a manifest and a template to make it from. */
async function checkPage(
  clients: AccountClients,
  config: JobConfig,
  line: Record<string, unknown> | undefined,
  read: (path: string) => Promise<string>,
): Promise<DoctorCheck[]> {
  const template = config.HumanTaskConfig.UiConfig.UiTemplateS3Uri;
  const roleArn = config.RoleArn ?? (isOwnGroundTruth(clients.connection) ? LOCAL_ROLE : undefined);
  if (line === undefined || template === undefined || roleArn === undefined)
    return [skipped("worker's page", 'There is no manifest, template or role to try it with.')];
  return attempt("worker's page", 'Correct what is named above, and try again.', async () =>
    tryPage(clients, config, { line, template: await read(template), roleArn }),
  );
}

async function checkAccount(clients: AccountClients): Promise<DoctorCheck[]> {
  const advice = isOwnGroundTruth(clients.connection)
    ? 'Start it: gtkit up.'
    : 'Sign in (AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY), and say the right --region.';
  return attempt(ACCOUNT, advice, async () => {
    const { Account, Arn } = await withAwsErrors(clients.connection, () =>
      clients.sts.send(new GetCallerIdentityCommand({})),
    );
    return ok(ACCOUNT, `${Account}, as ${Arn}`);
  });
}

function checkRegion({ connection }: AccountClients): DoctorCheck {
  const { region } = connection;
  if (isOwnGroundTruth(connection)) {
    return region === 'us-east-1'
      ? ok('region', `${region}, of your own Ground Truth`)
      : failure('region', `${region}; your own Ground Truth is in us-east-1.`, 'Say --region us-east-1.');
  }
  return region in builtInAccounts
    ? ok('region', region)
    : warning(
        'region',
        `Ground Truth's documents do not name ${region}.`,
        `Regions with it: ${Object.keys(builtInAccounts).join(', ')}.`,
      );
}

function bucketsOf(config: JobConfig, imageBuckets: ReadonlySet<string>) {
  const { HumanTaskConfig: task, InputConfig: input } = config;
  const named = [
    config.OutputConfig.S3OutputPath,
    input.DataSource.S3DataSource?.ManifestS3Uri,
    task.UiConfig.UiTemplateS3Uri,
  ].filter((uri) => uri?.startsWith('s3://'));
  const all = new Set([...imageBuckets, ...named.map((uri) => parseS3Uri(uri ?? '').bucket)]);
  return [...all].map((bucket) => ({ bucket, hasImages: imageBuckets.has(bucket) }));
}

async function checkTemplateOf(
  template: string | undefined,
  read: (path: string) => Promise<string>,
): Promise<DoctorCheck[]> {
  if (template === undefined) return [];
  return attempt('template', 'Build it (gtkit build), or deploy it (gtkit deploy).', async () => {
    const text = await read(template);
    const problems = checkTemplate(text);
    if (problems.length === 0) return ok('template', `${text.length} of ${MAX_TEMPLATE} characters`);
    return problems.map((problem) => {
      const [found = '', ...advice] = problem.split(/(?<=\.) /);
      return failure('template', found, advice.join(' ') || 'See docs/author-a-template.md.');
    });
  });
}

interface ManifestChecks {
  checks: DoctorCheck[];
  imageBuckets: Set<string>;
  /** One image of each bucket. */
  samples: string[];
  /** The first line that a job could take. */
  firstLine?: Record<string, unknown> | undefined;
}

async function checkManifestOf(
  clients: AccountClients,
  config: JobConfig,
  read: (path: string) => Promise<string>,
): Promise<ManifestChecks> {
  const manifest = config.InputConfig.DataSource.S3DataSource?.ManifestS3Uri;
  const imageBuckets = new Set<string>();
  const samples: string[] = [];
  if (manifest === undefined) return { checks: [], imageBuckets, samples };
  let firstLine: Record<string, unknown> | undefined;
  const checks = await attempt('manifest', 'Make one: gtkit manifest <folder or s3:// prefix>.', async () => {
    const text = await read(manifest);
    const { objects, problems, sources } = checkManifest(text, manifest);
    for (const uri of sources.values()) {
      const { bucket } = parseS3Uri(uri);
      if (!imageBuckets.has(bucket)) samples.push(uri);
      imageBuckets.add(bucket);
    }
    const [first] = problems;
    if (first) {
      return failure(
        'manifest',
        `${problems.length} problems, the first on line ${first.line}: ${first.reason}`,
        `gtkit manifest --check ${manifest} lists them.`,
      );
    }
    const [content = ''] = text.replace(/^\uFEFF/, '').split('\n');
    firstLine = JSON.parse(content) as Record<string, unknown>;
    const sample = new Map([...sources].slice(0, SAMPLE));
    const [missing] = await findMissingImages(clients, sample);
    if (missing)
      return failure('images', missing.reason, `gtkit manifest --check ${manifest} --images finds all.`);
    return [ok('manifest', `${objects} objects`), ok('images', `The first ${sample.size} are there.`)];
  });
  return { checks, imageBuckets, samples, firstLine };
}

async function checkTeamOf(clients: AccountClients, nameOrArn: string): Promise<DoctorCheck[]> {
  const name = nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
  const create = `Make it: gtkit workteam create ${name}.`;
  if (nameOrArn.includes(':workteam/vendor-crowd/')) return [ok('work team', `${name}, of a vendor`)];
  return attempt('work team', create, async () => {
    if (
      isOwnGroundTruth(clients.connection) &&
      !(await listTeams(clients)).some((team) => team.name === name)
    ) {
      return ok('work team', `${name} is made together with the job.`);
    }
    const team = await describeTeam(clients, name);
    return ok('work team', `${team.name}; workers sign in at ${team.portal ?? 'no portal yet'}`);
  });
}

async function checkTeams(clients: AccountClients): Promise<DoctorCheck[]> {
  return attempt('work teams', 'Make one: gtkit workteam create <name>.', async () => {
    const teams = await listTeams(clients);
    const portal = await findPortal(clients);
    if (teams.length === 0) {
      return warning('work teams', 'There is none yet.', 'Make one: gtkit workteam create <name>.');
    }
    const names = teams.map(({ name }) => name).join(', ');
    return ok('work teams', `${names}; workers sign in at ${portal ?? 'no portal yet'}`);
  });
}
