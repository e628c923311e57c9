import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { ServerlessApplicationRepositoryClient } from '@aws-sdk/client-serverlessapplicationrepository';
import {
  type AccountClients,
  type AccountClientsOptions,
  createAccountClients,
} from '../aws-account/account-clients.ts';
import type { Connection } from '../connection.ts';
import { clientSettings } from '../local-clients.ts';

/** The SDK clients of a deployment. */
export interface DeployClients extends AccountClients {
  cloudformation: CloudFormationClient;
  repository: ServerlessApplicationRepositoryClient;
}

/** Opens the clients of one connection. Close them when the work is done. */
export function createDeployClients(
  connection: Connection,
  options: AccountClientsOptions = {},
): DeployClients {
  const clients = createAccountClients(connection, options);
  const settings = clientSettings(connection);
  const cloudformation = new CloudFormationClient(settings);
  const repository = new ServerlessApplicationRepositoryClient(settings);
  clients.observe(cloudformation);
  clients.observe(repository);
  return {
    ...clients,
    cloudformation,
    repository,
    close() {
      clients.close();
      cloudformation.destroy();
      repository.destroy();
    },
  };
}
