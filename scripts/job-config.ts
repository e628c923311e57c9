import * as z from 'zod/mini';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { firstIssue, parseContract } from '#contracts/parse.ts';
import { checkJob } from './aws-account/check-job.ts';
import { localOutput } from './aws-account/local-outputs.ts';
import { fillOutputs, outputAt, readOutputs } from './aws-account/outputs-file.ts';
import { encodePublicPrice, publicWorkteamArn } from './aws-account/public-price.ts';
import { readConfigFile } from './aws-account/read-config-file.ts';
import { type Connection, isAws, isOwnGroundTruth } from './connection.ts';

/** A refinement with a sentence of its own, because a pattern tells a person nothing. */
const matching = (pattern: RegExp, message: string) =>
  z.string().check(z.refine((value) => pattern.test(value), { message }));

const text = (longest: number) => z.string().check(z.minLength(1), z.maxLength(longest));
const count = (smallest: number, largest: number) => z.int().check(z.minimum(smallest), z.maximum(largest));

const tagText = matching(
  /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
  'has to be letters, digits, spaces and _.:/=+-@, at most 256',
);

const SnsTopicArn = matching(
  /^arn:aws[a-z-]*:sns:[a-z0-9-]*:[0-9]{12}:[a-zA-Z0-9_.-]+$/,
  'has to be the ARN of an SNS topic',
);

/** Address of an object or prefix; where a file is uploaded first, a path on this machine too. */
const S3Uri = matching(
  /^(?=.{1,1024}$)(s3|https):\/\/[^/]+\/?.*$/s,
  'has to be an address like s3://bucket/key, of at most 1024 characters',
);

/**
 * What `gtkit job create` reads: the request of CreateLabelingJob as the AWS CLI takes it with
 * `--cli-input-json`, with AWS's limits. Four fields may hold something shorter, which is resolved before the
 * request is made: a function's or a team's name for its ARN, a local file for a manifest or a template.
 */
export const JobConfig = z.strictObject({
  LabelingJobName: matching(
    /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/,
    'has to be 1 to 63 letters, digits and inner hyphens',
  ),
  LabelAttributeName: matching(
    /^(?!source$|source-ref$)(?!.*-metadata$)[a-zA-Z0-9](-*[a-zA-Z0-9]){0,126}$/,
    'has to be 1 to 127 letters, digits and inner hyphens, not "source" or "source-ref", not ending in "-metadata"',
  ),
  InputConfig: z.strictObject({
    DataSource: z.strictObject({
      S3DataSource: z.optional(z.strictObject({ ManifestS3Uri: text(1024) })),
      SnsDataSource: z.optional(z.strictObject({ SnsTopicArn })),
    }),
    DataAttributes: z.optional(
      z.strictObject({
        ContentClassifiers: z.optional(
          z.array(z.enum(['FreeOfPersonallyIdentifiableInformation', 'FreeOfAdultContent'])),
        ),
      }),
    ),
  }),
  OutputConfig: z.strictObject({
    S3OutputPath: S3Uri,
    KmsKeyId: z.optional(matching(/^[a-zA-Z0-9:/_-]{0,2048}$/, 'has to be the id or ARN of a KMS key')),
    SnsTopicArn: z.optional(SnsTopicArn),
  }),
  /** Our own Ground Truth needs none; AWS does. */
  RoleArn: z.optional(text(2048)),
  LabelCategoryConfigS3Uri: z.optional(S3Uri),
  StoppingConditions: z.optional(
    z.strictObject({
      MaxHumanLabeledObjectCount: z.optional(count(1, Number.MAX_SAFE_INTEGER)),
      MaxPercentageOfInputDatasetLabeled: z.optional(count(1, 100)),
    }),
  ),
  LabelingJobAlgorithmsConfig: z.optional(z.looseObject({})),
  HumanTaskConfig: z.strictObject({
    WorkteamArn: text(256),
    UiConfig: z.strictObject({
      UiTemplateS3Uri: z.optional(text(1024)),
      HumanTaskUiArn: z.optional(text(1024)),
    }),
    PreHumanTaskLambdaArn: z.optional(text(2048)),
    AnnotationConsolidationConfig: z.optional(
      z.strictObject({ AnnotationConsolidationLambdaArn: text(2048) }),
    ),
    TaskKeywords: z.optional(
      z
        .array(
          matching(
            /^(?=.{1,30}$)[A-Za-z0-9]+( [A-Za-z0-9]+)*$/,
            'has to be words of letters and digits, at most 30 characters',
          ),
        )
        .check(z.minLength(1), z.maxLength(5)),
    ),
    TaskTitle: matching(
      /^[\t\n\r -\uD7FF\uE000-\uFFFD]{1,128}$/,
      'has to be 1 to 128 characters without emoji',
    ),
    TaskDescription: matching(/^.{1,255}$/, 'has to be one line of at most 255 characters'),
    NumberOfHumanWorkersPerDataObject: count(1, 9),
    TaskTimeLimitInSeconds: count(30, 28_800),
    TaskAvailabilityLifetimeInSeconds: z.optional(count(60, 2_592_000)),
    MaxConcurrentTaskCount: z.optional(count(1, 5000)),
    PublicWorkforceTaskPrice: z.optional(
      z.strictObject({
        AmountInUsd: z.optional(
          z.strictObject({
            Dollars: z.optional(count(0, 2)),
            Cents: z.optional(count(0, 99)),
            TenthFractionsOfACent: z.optional(count(0, 9)),
          }),
        ),
      }),
    ),
  }),
  Tags: z.optional(
    z
      .array(z.strictObject({ Key: tagText.check(z.minLength(1), z.maxLength(128)), Value: tagText }))
      .check(z.maxLength(50)),
  ),
});
export type JobConfig = z.infer<typeof JobConfig>;

export interface ReadJobOptions {
  /** Where the job is to run: our own Ground Truth has its own values for `${outputs.…}`. */
  connection: Connection;
  /** Lets a job use the retired public workforce, at a price in dollars for one answer. */
  legacyPublic?: { price: string } | undefined;
  /** Values of outputs that may be missing still, such as the role that is about to be made. */
  missing?: Record<string, string>;
}

/**
 * Reads a job's file, JSON, YAML or a TypeScript module, fills in `${outputs.…}` and checks everything that can
 * be checked without asking anybody.
 * @throws {GroundTruthError} `invalid-json` or `invalid-contract`, naming the file and the field
 */
export async function readJobConfig(file: string, options: ReadJobOptions): Promise<JobConfig> {
  const outputs = await readOutputs(file);
  const own = isOwnGroundTruth(options.connection);
  const read = await readConfigFile(file, 'job file');
  const filled = own
    ? fillOutputs(read, outputs, (name) => localOutput(outputs, name))
    : fillOutputs(read, outputs, (name) => outputAt(outputs, name) ?? options.missing?.[name]);
  return parseJobConfig(withPublicWorkforce(filled, options), options, file);
}

/**
 * Checks a job that was put together rather than read.
 * @throws {GroundTruthError} `invalid-contract` with every broken rule
 */
export function parseJobConfig(
  value: unknown,
  { connection, legacyPublic }: ReadJobOptions,
  file?: string,
): JobConfig {
  const where = file === undefined ? {} : { file };
  const fields = problemsOfFields(value);
  // One problem is told with what was found there; several are told all at once, for one round of corrections.
  if (fields.length > 1) throw severalProblems(fields, where);
  const config = parseContract(JobConfig, value, 'job file', where);
  const region = isAws(connection) ? connection.region : undefined;
  const problems = checkJob(config, { region, legacyPublic: legacyPublic !== undefined });
  if (problems.length === 0) return config;
  if (problems.length > 1) throw severalProblems(problems, where);
  throw new GroundTruthError('invalid-contract', `The job file cannot be used: ${problems[0] ?? ''}`, {
    where,
  });
}

/** What is wrong with single fields, one sentence each. */
function problemsOfFields(value: unknown): string[] {
  const read = JobConfig.safeParse(value);
  const issues = read.success ? [] : read.error.issues;
  return issues.map((issue) => {
    const { path, reason } = firstIssue({ issues: [issue] } as unknown as z.core.$ZodError);
    return `${path} ${reason}.`.trimStart();
  });
}

const severalProblems = (problems: readonly string[], where: { file?: string }) =>
  new GroundTruthError(
    'invalid-contract',
    `The job file has ${problems.length} problems:\n${problems.map((problem) => `  ${problem}`).join('\n')}\n`,
    { where },
  );

/** The public workforce's team and price, in exact fields. */
function withPublicWorkforce(value: unknown, { connection, legacyPublic }: ReadJobOptions): unknown {
  if (legacyPublic === undefined || typeof value !== 'object' || value === null) return value;
  const { HumanTaskConfig: task } = value as { HumanTaskConfig?: object };
  return {
    ...value,
    HumanTaskConfig: {
      ...task,
      WorkteamArn: publicWorkteamArn(connection.region),
      PublicWorkforceTaskPrice: { AmountInUsd: encodePublicPrice(legacyPublic.price) },
    },
  };
}
