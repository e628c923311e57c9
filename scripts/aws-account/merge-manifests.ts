import { readLabelMetadata } from '#contracts/label-metadata.ts';
import { parseJson } from '#contracts/parse.ts';
import { ANSWERS_LEFT_OUT } from './chained-manifest.ts';

/** One job's output manifest. */
export interface JobOutput {
  job: string;
  attribute: string;
  text: string;
}

export interface MergedManifest {
  /** One line an object, in the order of the newest job. */
  text: string;
  labeled: number;
  failed: { source: string; reason: string }[];
  unlabeled: number;
}

type Line = Record<string, unknown>;

/**
 * Merges the output manifests of a chain of jobs: the newest line of each object counts; a label whose answers
 * were left out on the way is taken from the job that made it; objects that a later job no longer had come last.
 * @param outputs newest first
 */
export function mergeManifests(outputs: readonly JobOutput[]): MergedManifest {
  const merged = new Map<string, Line>();
  for (const { job, text } of outputs) {
    for (const [index, content] of text.split(/\r?\n/).entries()) {
      if (content.trim() === '') continue;
      const line = parseJson(content, 'line', { job, line: index + 1 }) as Line;
      // Text objects may repeat, and then their place tells them apart.
      const key = String(line['source-ref'] ?? `${index}:${String(line['source'])}`);
      const newer = merged.get(key);
      merged.set(key, newer === undefined ? line : withOlder(newer, line));
    }
  }
  const attribute = outputs[0]?.attribute ?? '';
  const lines = [...merged.values()];
  const failed = lines.flatMap((line) => {
    const reason = failureOf(line, attribute);
    return reason === undefined
      ? []
      : [{ source: String(line['source-ref'] ?? line['source'] ?? ''), reason }];
  });
  const labeled = lines.filter((line) => Object.hasOwn(line, attribute)).length;
  return {
    text: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    labeled,
    failed,
    unlabeled: lines.length - labeled - failed.length,
  };
}

function failureOf(line: Line, attribute: string): string | undefined {
  const metadata = line[`${attribute}-metadata`];
  if (Object.hasOwn(line, attribute) || typeof metadata !== 'object') return undefined;
  return readLabelMetadata(metadata)['failure-reason'];
}

/** The newer line, with labels of the older one where the newer has none, or has one without its answers. */
function withOlder(newer: Line, older: Line): Line {
  const line = { ...newer };
  for (const [name, value] of Object.entries(older)) {
    if (name.endsWith('-metadata')) continue;
    const metadataName = `${name}-metadata`;
    const metadata = newer[metadataName] as Line | undefined;
    const isShortened = typeof metadata === 'object' && metadata !== null && ANSWERS_LEFT_OUT in metadata;
    if (Object.hasOwn(newer, name) && !isShortened) continue;
    line[name] = value;
    if (metadataName in older) line[metadataName] = older[metadataName];
  }
  return line;
}
