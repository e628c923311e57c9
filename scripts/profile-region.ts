import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The region of the AWS profile that is in use, as the AWS CLI takes it: from the section of AWS_PROFILE in
 * `~/.aws/config`, or wherever AWS_CONFIG_FILE says.
 * @returns undefined when there is no such file, section or line
 */
export function profileRegion(environment: NodeJS.ProcessEnv): string | undefined {
  const profile = environment['AWS_PROFILE'] || 'default';
  const home = environment['HOME'] || homedir();
  const file = environment['AWS_CONFIG_FILE'] || join(home, '.aws', 'config');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  let isOurs = false;
  for (const line of text.split(/\r?\n/)) {
    const section = /^\s*\[\s*(?:profile\s+)?([^\]]+?)\s*\]/.exec(line)?.[1];
    if (section !== undefined) isOurs = section.replace(/^["']|["']$/g, '') === profile;
    const region = isOurs ? /^region\s*=\s*(\S+)/.exec(line)?.[1] : undefined;
    if (region !== undefined) return region;
  }
  return undefined;
}
