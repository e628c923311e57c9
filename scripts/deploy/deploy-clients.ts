import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { ServerlessApplicationRepositoryClient } from '@aws-sdk/client-serverlessapplicationrepository';
import type { AccountClients } from '../aws-account/account-clients.ts';
import { clientSettings } from '../local-clients.ts';

/** The SDK clients of a deployment. */
export interface DeployClients extends AccountClients {
  cloudformation: CloudFormationClient;
  repository: ServerlessApplicationRepositoryClient;
}

/** An account's clients, and those of what is deployed with. Closing them closes all. */
export function addDeployClients(clients: AccountClients): DeployClients {
  const settings = clientSettings(clients.connection);
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
