import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { type Connection, isOwnGroundTruth, readEndpoint } from './connection.ts';

/** The SDK clients of one {@link Connection}. */
export interface Clients {
  connection: Connection;
  s3: S3Client;
  sagemaker: SageMakerClient;
  lambda: LambdaClient;
  close(): void;
}

/**
 * What every SDK client of a connection is made with. On our own Ground Truth the credentials are always
 * test/test, so that a real key in the environment is neither needed nor used.
 */
export function clientSettings(connection: Connection) {
  const { endpointUrl, region } = connection;
  return {
    region,
    ...(endpointUrl === undefined ? {} : { endpoint: readEndpoint(endpointUrl).href }),
    ...(isOwnGroundTruth(connection)
      ? { credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
      : {}),
  };
}

/** The AWS SDK, pointed at our own Ground Truth or at AWS. */
export function createClients(connection: Connection): Clients {
  const { endpointUrl } = connection;
  const common = clientSettings(connection);
  const s3 = new S3Client({ ...common, forcePathStyle: endpointUrl !== undefined });
  const sagemaker = new SageMakerClient(common);
  const lambda = new LambdaClient(common);
  return {
    connection,
    s3,
    sagemaker,
    lambda,
    close() {
      // Keep-alive sockets would hold the process open for a while after the work is done.
      for (const client of [s3, sagemaker, lambda]) client.destroy();
    },
  };
}
