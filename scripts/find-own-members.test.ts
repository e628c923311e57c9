import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleScript } from './bundle-script.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gtkit-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function bundle(source: string): Promise<string> {
  const file = join(folder, 'mine.ts');
  await writeFile(file, source);
  return bundleScript([file]);
}

const run = (script: string) => {
  const page: { seen?: unknown } = {};
  runInNewContext(script, page);
  return page.seen;
};

describe('members in a bundle', () => {
  it('that only our classes say are renamed', async () => {
    const script = await bundle(`
      class Counter { remembered = Date.now() * 0; countUpwards(by: number) { return (this.remembered += by); } }
      const counter = new Counter();
      counter.countUpwards(2);
      Object.assign(globalThis, { seen: counter.countUpwards(Math.random() < 2 ? 3 : 4) });
    `);
    expect(script).not.toContain('countUpwards');
    expect(script).not.toContain('remembered');
    expect(run(script)).toBe(5);
  });

  it('keep their names where anybody else could ask for them', async () => {
    const script = await bundle(`
      class Mine {
        static properties = { bandWidth: { type: Number }, insideOnly: { state: true } };
        bandWidth = Math.random() + 1; insideOnly = Math.random() + 2; storedField = 1; handleEvent() { return 5; } connectedCallback() { return 6; } toJSON() { return { storedField: this.storedField }; }
        spelledOut() { return 4; } checkValidity() { return this.insideOnly > 0; }
      }
      const mine: any = new Mine();
      Object.assign(globalThis, { seen: [JSON.stringify(mine), mine['spelledOut'](), mine.checkValidity(), mine.handleEvent(), mine.connectedCallback()], bandWidth: mine.bandWidth });
    `);
    for (const name of [
      'bandWidth',
      'storedField',
      'spelledOut',
      'checkValidity',
      'toJSON',
      'handleEvent',
      'connectedCallback',
    ])
      expect(script).toContain(name);
    expect(script).not.toContain('insideOnly');
    expect(run(script)).toEqual(['{"storedField":1}', 4, true, 5, 6]);
  });
});
