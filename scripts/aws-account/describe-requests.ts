import { stringify } from 'yaml';
import type { SentRequest } from './sent-request.ts';

/** Requests for a person to read: what was asked in one line each, what would be changed in full. */
export function describeRequests(requests: readonly SentRequest[]): string {
  const held = requests.filter(({ sent }) => !sent).length;
  return [
    ...requests.map(({ service, operation, input, sent }) =>
      sent
        ? `asked      ${service} ${operation} ${JSON.stringify(input)}`
        : `would send ${service} ${operation}\n${indent(stringify(input, { lineWidth: 0 }))}`,
    ),
    held === 0
      ? 'Nothing would be changed.'
      : `Nothing was changed: ${held} ${held === 1 ? 'request was' : 'requests were'} held back.`,
  ].join('\n');
}

const indent = (text: string) => text.trimEnd().replace(/^/gm, '    ');
