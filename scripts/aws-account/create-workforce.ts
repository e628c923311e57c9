import { CreateWorkforceCommand } from '@aws-sdk/client-sagemaker';
import * as z from 'zod/mini';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { WorkforceName } from '#contracts/labeling-api.ts';
import { parseContract } from '#contracts/parse.ts';
import { withAwsErrors } from '../aws-error.ts';
import type { Clients } from '../local-clients.ts';
import { readConfigFile } from './read-config-file.ts';
import { listWorkforces } from './workteams.ts';

/** Where the secret of an identity provider's client is looked for when the file has none. */
export const SECRET_VARIABLE = 'GTKIT_OIDC_CLIENT_SECRET';

const Address = z.string().check(
  z.maxLength(500),
  z.refine((text) => text.startsWith('https://'), { message: 'has to be an https:// address' }),
);
const Text = z.string().check(z.minLength(1), z.maxLength(1024));

/** OidcConfig of CreateWorkforce. */
const OidcConfig = z.strictObject({
  ClientId: Text,
  ClientSecret: Text,
  Issuer: Address,
  AuthorizationEndpoint: Address,
  TokenEndpoint: Address,
  UserInfoEndpoint: Address,
  LogoutEndpoint: Address,
  JwksUri: Address,
  Scope: z.optional(Text),
  AuthenticationRequestExtraParams: z.optional(z.record(z.string(), z.string())),
});

export interface NewWorkforce {
  name: string;
  cognito?: { userPool: string; clientId: string } | undefined;
  /** File with an OidcConfig. */
  oidcFile?: string | undefined;
}

/**
 * Creates the region's one private workforce. One of that name that is there already is left as it is.
 * @throws {GroundTruthError} `already-exists` when the region has another one
 */
export async function createWorkforce(
  clients: Clients,
  workforce: NewWorkforce,
): Promise<{ name: string; arn: string; created: boolean }> {
  const name = parseContract(WorkforceName, workforce.name, 'name of a workforce', {}, 'invalid-argument');
  const config = await configOf(workforce);
  const [there] = await listWorkforces(clients);
  if (there?.WorkforceName === name) return { name, arn: there.WorkforceArn ?? '', created: false };
  if (there !== undefined) {
    throw new GroundTruthError(
      'already-exists',
      `There is the workforce ${there.WorkforceName} in ${clients.connection.region}, and a region has one. Make teams in it: "gtkit workteam create".`,
    );
  }
  const answer = await withAwsErrors(clients.connection, () =>
    clients.sagemaker.send(new CreateWorkforceCommand({ WorkforceName: name, ...config })),
  );
  return { name, arn: answer.WorkforceArn ?? '', created: true };
}

async function configOf({ cognito, oidcFile }: NewWorkforce) {
  if ((cognito === undefined) === (oidcFile === undefined)) {
    throw new GroundTruthError(
      'invalid-argument',
      'Say either --cognito-pool and --cognito-client, or --oidc with the file of an identity provider.',
    );
  }
  if (cognito) return { CognitoConfig: { UserPool: cognito.userPool, ClientId: cognito.clientId } };
  const file = oidcFile ?? '';
  const read = (await readConfigFile(file, 'OIDC configuration')) as object;
  const secret = process.env[SECRET_VARIABLE];
  const value = { ...(secret === undefined ? {} : { ClientSecret: secret }), ...read };
  if (!('ClientSecret' in value)) {
    throw new GroundTruthError('invalid-argument', `Put the client's secret into ${SECRET_VARIABLE}.`, {
      where: { file },
    });
  }
  // The message repeats what was found, so a secret of a wrong type must not get there.
  if (typeof value.ClientSecret !== 'string') {
    throw new GroundTruthError('invalid-argument', 'ClientSecret has to be text.', { where: { file } });
  }
  return { OidcConfig: parseContract(OidcConfig, value, 'OIDC configuration', { file }) };
}
