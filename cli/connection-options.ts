import type { Command } from 'commander';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { type Connection, DEFAULT_ENDPOINT, isLoopback } from '#scripts/connection.ts';
import type { Clients } from '#scripts/local-clients.ts';
import { profileRegion } from '#scripts/profile-region.ts';

interface ConnectionOptions {
  endpointUrl?: string;
  region?: string;
  aws?: boolean;
  local?: boolean;
}

/** Adds the options that say which Ground Truth a command talks to. */
export function addConnectionOptions(command: Command): Command {
  return command
    .option(
      '--endpoint-url <url>',
      `the Ground Truth to talk to (AWS_ENDPOINT_URL, else ${DEFAULT_ENDPOINT})`,
    )
    .option(
      '--aws',
      'talk to AWS itself, with your AWS credentials (with --endpoint-url or GTKIT_AWS_ENDPOINT_URL: to what stands in for it there)',
    )
    .option('--local', `talk to your own Ground Truth on this machine, whatever AWS_ENDPOINT_URL says`)
    .option(
      '--region <name>',
      'AWS region (AWS_REGION; with --aws also that of AWS_PROFILE; else us-east-1)',
    );
}

export function readConnection(command: Command): Connection {
  const options = command.opts<ConnectionOptions>();
  const environment = process.env;
  if (options.aws && options.local) {
    throw new GroundTruthError('invalid-argument', 'Say either --aws or --local, not both.');
  }
  if (options.local)
    return { endpointUrl: options.endpointUrl ?? DEFAULT_ENDPOINT, region: options.region ?? 'us-east-1' };
  const named = options.endpointUrl ?? (environment['AWS_ENDPOINT_URL'] || DEFAULT_ENDPOINT);
  const saidRegion = options.region ?? (environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION']);
  const region = saidRegion || (options.aws && profileRegion(environment)) || 'us-east-1';
  if (!options.aws) return { endpointUrl: named, region };
  forgetOwnEndpoint(environment);
  const standIn = options.endpointUrl ?? (environment['GTKIT_AWS_ENDPOINT_URL'] || undefined);
  return standIn === undefined
    ? { endpointUrl: undefined, region }
    : { endpointUrl: standIn, region, asAws: true };
}

/**
 * The SDK itself reads AWS_ENDPOINT_URL. Whoever has set it for their own Ground Truth and then says --aws means
 * AWS; an address elsewhere, such as a company's proxy, stays.
 */
function forgetOwnEndpoint(environment: NodeJS.ProcessEnv): void {
  const named = environment['AWS_ENDPOINT_URL'];
  if (named && isLoopback(named)) delete environment['AWS_ENDPOINT_URL'];
}

/** Runs work with SDK clients and lets go of their sockets afterwards. */
export async function withClients<T>(command: Command, work: (clients: Clients) => Promise<T>): Promise<T> {
  // The SDK takes a third of a second to load, which `--help` need not wait for.
  const { createClients } = await import('#scripts/local-clients.ts');
  const clients = createClients(readConnection(command));
  try {
    return await work(clients);
  } finally {
    clients.close();
  }
}
