/*
 * A server in a process of its own, for tests that kill it: node serve-child.ts <data folder> <port>.
 * Prints its address when it is ready.
 */
import { join } from 'node:path';
import { startGroundTruth } from '../start-ground-truth.ts';

const [dataDir = '', port = '0'] = process.argv.slice(2);
const { url } = await startGroundTruth({
  port: Number(port),
  dataDir,
  lambdaDir: join(dataDir, 'test-lambdas'),
  assetsDir: join(dataDir, 'assets'),
  ...(process.env['GTKIT_TEST_LOG'] === undefined ? {} : { log: (message) => console.error(message) }),
});
console.log(url);
