import * as z from 'zod/mini';
import { parseContract, parseJson } from '#contracts/parse.ts';
import { readText } from './read-text.ts';

/** A refinement with a sentence of its own, because a pattern tells a person nothing. */
const matching = (pattern: RegExp, message: string) =>
  z.string().check(z.refine((value) => pattern.test(value), { message }));

const text = (longest: number) => z.string().check(z.minLength(1), z.maxLength(longest));
const count = (smallest: number, largest: number) => z.int().check(z.minimum(smallest), z.maximum(largest));

/** Address of an object or prefix; where a file is uploaded first, a path on this machine too. */
const S3Uri = matching(/^(s3|https):\/\/[^/]+\/?.*$/s, 'has to be an address like s3://bucket/key');

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
      SnsDataSource: z.optional(z.strictObject({ SnsTopicArn: text(2048) })),
    }),
    DataAttributes: z.optional(z.strictObject({ ContentClassifiers: z.optional(z.array(z.string())) })),
  }),
  OutputConfig: z.strictObject({
    S3OutputPath: S3Uri,
    KmsKeyId: z.optional(z.string()),
    SnsTopicArn: z.optional(z.string()),
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
        .array(matching(/^[A-Za-z0-9]+( [A-Za-z0-9]+)*$/, 'has to be words of letters and digits'))
        .check(z.maxLength(5)),
    ),
    TaskTitle: text(128),
    TaskDescription: matching(/^.{1,255}$/, 'has to be one line of at most 255 characters'),
    NumberOfHumanWorkersPerDataObject: count(1, 9),
    TaskTimeLimitInSeconds: count(30, 28_800),
    TaskAvailabilityLifetimeInSeconds: z.optional(count(60, 2_592_000)),
    MaxConcurrentTaskCount: z.optional(count(1, 5000)),
    PublicWorkforceTaskPrice: z.optional(z.looseObject({})),
  }),
  Tags: z.optional(z.array(z.strictObject({ Key: text(128), Value: z.string() })).check(z.maxLength(50))),
});
export type JobConfig = z.infer<typeof JobConfig>;

/**
 * Reads and checks a job's file.
 * @throws {GroundTruthError} `invalid-json` or `invalid-contract`, naming the file and the field
 */
export async function readJobConfig(file: string): Promise<JobConfig> {
  const where = { file };
  return parseContract(JobConfig, parseJson(await readText(file), 'job file', where), 'job file', where);
}
