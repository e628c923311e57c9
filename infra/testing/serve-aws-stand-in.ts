import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGroundTruth } from '#server/start-ground-truth.ts';
import { publishRecipe } from './recipe-application.ts';
import { startAwsStandIn } from './start-aws-stand-in.ts';

// `npm run aws:stand-in`: an account to try deployments and jobs on. What is deployed runs, and all of it goes
// with the process. A port may follow after `--`; 0 takes any.
const dataDir = await mkdtemp(join(tmpdir(), 'gtkit-aws-stand-in-'));
const groundTruth = await startGroundTruth({ port: 0, dataDir, lambdaDir: join(dataDir, 'none') });
const standIn = await startAwsStandIn(groundTruth, Number(process.argv[2] ?? 4200));
publishRecipe(standIn.repository);
console.log(`A stand-in for AWS in ${standIn.region} is at ${standIn.url}: CloudFormation, the Serverless
Application Repository, IAM, STS, S3, Lambda and Ground Truth, with a worker portal at ${standIn.url}/portal.
What is made in it is gone when it ends (Ctrl-C). In another terminal:

  export GTKIT_AWS_ENDPOINT_URL=${standIn.url} AWS_REGION=${standIn.region}
  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test

Every command that says --aws goes there then, as in: npx gtkit deploy --aws`);

async function end(): Promise<void> {
  await standIn.close();
  await groundTruth.close();
  await rm(dataDir, { recursive: true, force: true });
  process.exit(0);
}
process.once('SIGINT', end);
process.once('SIGTERM', end);
