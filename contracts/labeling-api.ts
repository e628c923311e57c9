import * as z from 'zod/mini';

/*
 * Requests of the SageMaker labeling API with the limits of AWS's service model. The model's patterns are not
 * anchored but the service matches them in full, so they are anchored here. Unknown members are dropped, as
 * AWS does. Times are epoch seconds.
 */

const text = (min: number, max: number, pattern?: RegExp) =>
  pattern === undefined
    ? z.string().check(z.minLength(min), z.maxLength(max))
    : z.string().check(z.minLength(min), z.maxLength(max), z.regex(pattern));

const whole = (min: number, max: number) => z.int().check(z.minimum(min), z.maximum(max));

export const S3Uri = text(0, 1024, /^(https|s3):\/\/([^/]+)\/?(.*)$/);
export const RoleArn = text(20, 2048, /^arn:aws[a-z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/);
export const LambdaArn = text(0, 2048, /^arn:aws[a-z-]*:lambda:[a-z0-9-]*:[0-9]{12}:function:.*$/);
export const WorkteamArn = text(0, 256, /^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:workteam\/.*$/);
export const LabelingJobName = text(1, 63, /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/);
export const LabelAttributeName = text(1, 127, /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,126}$/);
export const WorkteamName = text(1, 63, /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/);
export const WorkforceName = text(1, 63, /^[a-zA-Z0-9]([a-zA-Z0-9-]){0,62}$/);
export const NextToken = text(0, 8192, /^.*$/);
export const MaxResults = whole(1, 100);
export const SortOrder = z.enum(['Ascending', 'Descending']);

export const Tag = z.object({
  Key: text(1, 128, /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u),
  Value: text(0, 256, /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u),
});
export type Tag = z.infer<typeof Tag>;
export const Tags = z.array(Tag).check(z.minLength(0), z.maxLength(50));

export const LabelingJobStatus = z.enum([
  'Initializing',
  'InProgress',
  'Completed',
  'Failed',
  'Stopping',
  'Stopped',
]);
export type LabelingJobStatus = z.infer<typeof LabelingJobStatus>;

const DataSource = z.object({
  S3DataSource: z.optional(z.object({ ManifestS3Uri: S3Uri })),
  SnsDataSource: z.optional(
    z.object({ SnsTopicArn: text(0, 2048, /^arn:aws[a-z-]*:sns:[a-z0-9-]*:[0-9]{12}:[a-zA-Z0-9_.-]+$/) }),
  ),
});

const ContentClassifier = z.enum(['FreeOfPersonallyIdentifiableInformation', 'FreeOfAdultContent']);

export const InputConfig = z.object({
  DataSource,
  DataAttributes: z.optional(
    z.object({ ContentClassifiers: z.optional(z.array(ContentClassifier).check(z.maxLength(256))) }),
  ),
});

export const OutputConfig = z.object({
  S3OutputPath: S3Uri,
  // An empty key id is sent by real clients and is taken.
  KmsKeyId: z.optional(text(0, 2048, /^[a-zA-Z0-9:/_-]*$/)),
  SnsTopicArn: z.optional(text(0, 2048)),
});

const Price = z.object({
  AmountInUsd: z.optional(
    z.object({
      Dollars: z.optional(whole(0, 2)),
      Cents: z.optional(whole(0, 99)),
      TenthFractionsOfACent: z.optional(whole(0, 9)),
    }),
  ),
});

export const HumanTaskConfig = z.object({
  WorkteamArn,
  UiConfig: z.object({
    UiTemplateS3Uri: z.optional(S3Uri),
    HumanTaskUiArn: z.optional(text(0, 1024)),
  }),
  PreHumanTaskLambdaArn: z.optional(LambdaArn),
  TaskKeywords: z.optional(
    z.array(text(1, 30, /^[A-Za-z0-9]+( [A-Za-z0-9]+)*$/)).check(z.minLength(1), z.maxLength(5)),
  ),
  // No characters outside the Basic Multilingual Plane: AWS refuses emoji in a title.
  TaskTitle: text(1, 128, /^[\t\n\r -\uD7FF\uE000-\uFFFD]*$/),
  TaskDescription: text(1, 255, /^.+$/),
  NumberOfHumanWorkersPerDataObject: whole(1, 9),
  TaskTimeLimitInSeconds: whole(30, 28_800),
  TaskAvailabilityLifetimeInSeconds: z.optional(z.int().check(z.minimum(60), z.maximum(2_592_000))),
  MaxConcurrentTaskCount: z.optional(whole(1, 5000)),
  AnnotationConsolidationConfig: z.optional(z.object({ AnnotationConsolidationLambdaArn: LambdaArn })),
  PublicWorkforceTaskPrice: z.optional(Price),
});
export type HumanTaskConfig = z.infer<typeof HumanTaskConfig>;

export const CreateLabelingJobRequest = z.object({
  LabelingJobName,
  LabelAttributeName,
  InputConfig,
  OutputConfig,
  RoleArn,
  LabelCategoryConfigS3Uri: z.optional(S3Uri),
  StoppingConditions: z.optional(
    z.object({
      MaxHumanLabeledObjectCount: z.optional(z.int().check(z.minimum(1))),
      MaxPercentageOfInputDatasetLabeled: z.optional(whole(1, 100)),
    }),
  ),
  LabelingJobAlgorithmsConfig: z.optional(z.object({ LabelingJobAlgorithmSpecificationArn: text(0, 2048) })),
  HumanTaskConfig,
  Tags: z.optional(Tags),
});
export type CreateLabelingJobRequest = z.infer<typeof CreateLabelingJobRequest>;

export const LabelingJobNameRequest = z.object({ LabelingJobName });

const NameContains = text(0, 63, /^[a-zA-Z0-9-]+$/);
const timeWindow = {
  CreationTimeAfter: z.optional(z.number()),
  CreationTimeBefore: z.optional(z.number()),
};

export const ListLabelingJobsRequest = z.object({
  ...timeWindow,
  LastModifiedTimeAfter: z.optional(z.number()),
  LastModifiedTimeBefore: z.optional(z.number()),
  MaxResults: z.optional(MaxResults),
  NextToken: z.optional(NextToken),
  NameContains: z.optional(NameContains),
  SortBy: z.optional(z.enum(['Name', 'CreationTime', 'Status'])),
  SortOrder: z.optional(SortOrder),
  StatusEquals: z.optional(LabelingJobStatus),
});
export type ListLabelingJobsRequest = z.infer<typeof ListLabelingJobsRequest>;

export const ListLabelingJobsForWorkteamRequest = z.object({
  ...timeWindow,
  WorkteamArn,
  MaxResults: z.optional(MaxResults),
  NextToken: z.optional(NextToken),
  JobReferenceCodeContains: z.optional(text(1, 255, /^.+$/)),
  SortBy: z.optional(z.enum(['CreationTime'])),
  SortOrder: z.optional(SortOrder),
});

const MemberDefinition = z.object({
  CognitoMemberDefinition: z.optional(
    z.object({
      UserPool: text(1, 55, /^[\w-]+_[0-9a-zA-Z]+$/),
      UserGroup: text(1, 128),
      ClientId: text(1, 1024, /^[ -~]+$/),
    }),
  ),
  OidcMemberDefinition: z.optional(
    z.object({ Groups: z.optional(z.array(text(1, 63)).check(z.minLength(1), z.maxLength(10))) }),
  ),
});

const MemberDefinitions = z.array(MemberDefinition).check(z.minLength(1), z.maxLength(10));
const WorkteamDescription = text(1, 200, /^.+$/);
const NotificationConfiguration = z.object({ NotificationTopicArn: z.optional(text(0, 2048)) });
const WorkerAccessConfiguration = z.looseObject({ S3Presign: z.optional(z.looseObject({})) });

export const CreateWorkteamRequest = z.object({
  WorkteamName,
  WorkforceName: z.optional(WorkforceName),
  MemberDefinitions,
  Description: WorkteamDescription,
  NotificationConfiguration: z.optional(NotificationConfiguration),
  WorkerAccessConfiguration: z.optional(WorkerAccessConfiguration),
  Tags: z.optional(Tags),
});
export type CreateWorkteamRequest = z.infer<typeof CreateWorkteamRequest>;

export const UpdateWorkteamRequest = z.object({
  WorkteamName,
  MemberDefinitions: z.optional(MemberDefinitions),
  Description: z.optional(WorkteamDescription),
  NotificationConfiguration: z.optional(NotificationConfiguration),
  WorkerAccessConfiguration: z.optional(WorkerAccessConfiguration),
});

export const WorkteamNameRequest = z.object({ WorkteamName });

export const ListByNameRequest = z.object({
  SortBy: z.optional(z.enum(['Name', 'CreateDate'])),
  SortOrder: z.optional(SortOrder),
  NameContains: z.optional(text(1, 63, /^[a-zA-Z0-9-]+$/)),
  NextToken: z.optional(NextToken),
  MaxResults: z.optional(MaxResults),
});
export type ListByNameRequest = z.infer<typeof ListByNameRequest>;

export const CreateWorkforceRequest = z.object({
  WorkforceName,
  CognitoConfig: z.optional(
    z.object({ UserPool: text(1, 55, /^[\w-]+_[0-9a-zA-Z]+$/), ClientId: text(1, 1024) }),
  ),
  OidcConfig: z.optional(z.looseObject({})),
  SourceIpConfig: z.optional(z.looseObject({})),
  Tags: z.optional(Tags),
});

export const WorkforceNameRequest = z.object({ WorkforceName });

const UiText = text(1, 128_000);

export const RenderUiTemplateRequest = z.object({
  Task: z.object({ Input: text(2, 128_000) }),
  RoleArn,
  UiTemplate: z.optional(z.object({ Content: UiText })),
  HumanTaskUiArn: z.optional(text(0, 1024)),
});

const ResourceArn = text(0, 256, /^arn:.*$/);

export const AddTagsRequest = z.object({ ResourceArn, Tags });
export const ListTagsRequest = z.object({
  ResourceArn,
  NextToken: z.optional(NextToken),
  MaxResults: z.optional(z.int().check(z.minimum(50))),
});
