import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readTruth } from './read-truth.ts';

const folder = mkdtempSync(join(tmpdir(), 'gtkit-truth-'));
afterAll(() => rmSync(folder, { recursive: true }));

function truthFile(...lines: string[]): string {
  const path = join(folder, 'truth.jsonl');
  writeFileSync(path, lines.join('\n'));
  return path;
}

describe('reading a truth file', () => {
  it('finds an answer by the whole address first, else by the file name', async () => {
    const truth = await readTruth(
      truthFile(
        '{"source-ref":"s3://my-bucket/a/frame.png","answer":{"n":1}}',
        '{"source-ref":"s3://my-bucket/b/frame.png","answer":{"n":2}}',
        '{"source-ref":"other.png","answer":{"n":3}}',
      ),
    );
    expect(truth.find('s3://my-bucket/a/frame.png')).toEqual({ n: 1 });
    expect(truth.find('s3://elsewhere/x/other.png')).toEqual({ n: 3 });
    expect(truth.find('s3://my-bucket/nothing.png')).toBeUndefined();
  });

  it('names the line that cannot be used', async () => {
    const file = truthFile('{"source-ref":"a.png","answer":{}}', '{"answer":{}}');
    await expect(readTruth(file)).rejects.toMatchObject({ where: { file, line: 2 } });
  });
});
