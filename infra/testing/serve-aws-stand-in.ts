import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGroundTruth } from '#server/start-ground-truth.ts';
import { startAwsStandIn } from './start-aws-stand-in.ts';

// `npm run aws:stand-in`: tries deployments without an account. What is deployed runs, and goes with the process.
const dataDir = await mkdtemp(join(tmpdir(), 'gtkit-aws-stand-in-'));
const groundTruth = await startGroundTruth({ port: 0, dataDir, lambdaDir: join(dataDir, 'none') });
const standIn = await startAwsStandIn(groundTruth, Number(process.argv[2] ?? 4200));
console.log(
  `A stand-in for AWS is at ${standIn.url}: CloudFormation, the Serverless Application Repository, S3, Lambda, SageMaker.`,
);
console.log(`Try: npx gtkit deploy --endpoint-url ${standIn.url}`);
process.once('SIGINT', async () => {
  await standIn.close();
  await groundTruth.close();
  await rm(dataDir, { recursive: true, force: true });
  process.exit(0);
});
