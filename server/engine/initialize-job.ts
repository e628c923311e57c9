import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { LabelCategoryConfig } from '#contracts/label-category.ts';
import { excerpt, parseContract, parseJson } from '#contracts/parse.ts';
import { parseS3Uri } from '#contracts/s3-uri.ts';
import { parseTemplate } from '../liquid/render-template.ts';
import { type EngineContext, engineLimits } from './engine-context.ts';
import { clientError } from './failure-reasons.ts';
import { type Job, updateJob } from './job.ts';
import { outputLayout } from './output-layout.ts';
import { type InputLine, readInputManifest } from './read-input-manifest.ts';

/** Rows in one insert: far below the limits on bound values of both databases. */
const ROWS = 500;

/**
 * Takes a job from Initializing to InProgress, or to Failed with the reason. May be repeated after a crash.
 */
export async function initializeJob(context: EngineContext, job: Job): Promise<void> {
  try {
    const { bucket, template: templateCopy } = outputLayout(job);
    if (!context.store.bucketExists(bucket)) {
      throw new GroundTruthError('not-found', `The output bucket ${excerpt(bucket)} does not exist.`);
    }
    checkFunctions(context, job);
    const labelCategories = await readLabelCategories(context, job);
    const template = await readTemplate(context, job);
    await context.store.put(bucket, templateCopy, template, { contentType: 'text/plain; charset=utf-8' });

    const { DataSource } = job.request.InputConfig;
    const manifest = DataSource.S3DataSource?.ManifestS3Uri ?? '';
    const body = await readObject(context, manifest, 'input manifest', engineLimits.manifestBytes);
    await storeObjects(context, job, readInputManifest(body, job.request.LabelAttributeName));

    await updateJob(context.db, job.jobKey, ['Initializing'], {
      status: 'InProgress',
      template,
      labelCategories: labelCategories === undefined ? null : JSON.stringify(labelCategories),
      modifiedAt: context.clock(),
    });
    context.log(`job ${job.name}: in progress`);
  } catch (error) {
    if (!(error instanceof GroundTruthError)) throw error;
    const failureReason = clientError(error.message).slice(0, 1024);
    context.log(`job ${job.name}: failed: ${failureReason}`);
    await updateJob(context.db, job.jobKey, ['Initializing'], {
      status: 'Failed',
      failureReason,
      modifiedAt: context.clock(),
    });
  }
}

function checkFunctions({ functions }: EngineContext, job: Job): void {
  for (const [kind, arn] of [
    ['pre-annotation', job.preFunction],
    ['consolidation', job.postFunction],
  ]) {
    if (arn === undefined) continue;
    let found: unknown;
    try {
      found = functions.get(arn);
    } catch {
      found = undefined;
    }
    if (found === undefined) {
      throw new GroundTruthError('not-found', `The ${kind} Lambda function ${arn} does not exist.`);
    }
  }
}

async function readObject(context: EngineContext, uri: string, what: string, limit: number): Promise<Buffer> {
  const { bucket, key } = parseS3Uri(uri);
  const info = await context.store.head(bucket, key).catch((error: unknown) => {
    if (error instanceof GroundTruthError && error.code === 'not-found') return undefined;
    throw error;
  });
  if (info === undefined) throw new GroundTruthError('not-found', `The ${what} ${uri} does not exist.`);
  if (info.size > limit) {
    throw new GroundTruthError('limit-exceeded', `The ${what} ${uri} has ${info.size} bytes of ${limit}.`);
  }
  return (await context.store.get(bucket, key)).body;
}

async function readTemplate(context: EngineContext, job: Job): Promise<string> {
  const uri = job.request.HumanTaskConfig.UiConfig.UiTemplateS3Uri ?? '';
  const template = (await readObject(context, uri, 'worker template', engineLimits.templateBytes)).toString(
    'utf8',
  );
  parseTemplate(template);
  return template;
}

async function readLabelCategories(context: EngineContext, job: Job): Promise<string[] | undefined> {
  const uri = job.request.LabelCategoryConfigS3Uri;
  if (uri === undefined || uri === '') return undefined;
  const body = await readObject(context, uri, 'label category file', engineLimits.templateBytes);
  const value = parseJson(body.toString('utf8'), 'label category file', { file: uri });
  return parseContract(LabelCategoryConfig, value, 'label category file').labels.map(({ label }) => label);
}

/** Replaces the job's objects, so that a crash in the middle leaves nothing twice. */
async function storeObjects({ db }: EngineContext, { jobKey }: Job, lines: InputLine[]): Promise<void> {
  await db.deleteFrom('objects').where('jobKey', '=', jobKey).execute();
  for (let start = 0; start < lines.length; start += ROWS) {
    const rows = lines.slice(start, start + ROWS).map(({ position, text, labeled }) => ({
      jobKey,
      position,
      line: text,
      // A chained job works only on the lines that lack its label.
      state: labeled ? ('skipped' as const) : ('waiting' as const),
      taken: 0,
      answers: 0,
      declines: 0,
    }));
    await db.insertInto('objects').values(rows).execute();
  }
}
