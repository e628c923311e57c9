/** AWS's accounts that hold the built-in functions, by region: the regions that Ground Truth documents. */
export const builtInAccounts: Record<string, string> = {
  'us-east-1': '432418664414',
  'us-east-2': '266458841044',
  'us-west-2': '081040173940',
  'ca-central-1': '918755190332',
  'eu-west-1': '568282634449',
  'eu-west-2': '487402164563',
  'eu-central-1': '203001061592',
  'ap-northeast-1': '477331159723',
  'ap-northeast-2': '845288260483',
  'ap-south-1': '565803892007',
  'ap-southeast-1': '377565633583',
  'ap-southeast-2': '454466003867',
};

/** Name of a built-in function in an ARN, such as PRE-BoundingBox; undefined for a function of one's own. */
export const builtInName = (arn: string): string | undefined =>
  /:function:((?:PRE|ACS)-[A-Za-z0-9]+)$/.exec(arn)?.[1];
