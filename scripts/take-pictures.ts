// Takes the pictures of the documentation: npm run build && npm run pictures [-- part of a name ...]
// With --png FOLDER they are written there as they were taken, and more of the workbench, to be looked at.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from '#elements/scenarios/testing/open-task.ts';
import { drawnMice, photographs } from './pictures/picture-subjects.ts';
import { shrinkPicture } from './pictures/shrink-picture.ts';
import { looksOf, statePictures } from './pictures/state-pictures.ts';
import { takeStatePicture } from './pictures/take-state-picture.ts';
import { takeWorkbenchPictures } from './pictures/workbench-pictures.ts';
import { projectRoot } from './project-root.ts';

/** Most bytes of a picture of a state, by its look, and of one that stands alone, at two pixels for one. */
const MOST_BYTES = { light: 60_000, phone: 16_000, dark: 25_000, alone: 160_000 };
/** The dark picture stands beside the light one and shows the same: half as wide. */
const DARK_WIDTH = 720;
/** States that the README and the guides show, by the names of their files. */
const alone: Record<string, string> = { 'pose-placing': 'labeling-pose', 'check-boxes': 'box-verification' };

const { values, positionals } = parseArgs({ options: { png: { type: 'string' } }, allowPositionals: true });
const folder = values.png ?? join(projectRoot, 'docs', 'pictures');
await mkdir(join(folder, 'states'), { recursive: true });
const isWanted = (name: string) =>
  positionals.length === 0 || positionals.some((part) => name.includes(part));

async function write(name: string, png: Buffer, mostBytes: number, width?: number): Promise<void> {
  const picture = values.png ? png : await shrinkPicture(png, mostBytes, width);
  await writeFile(join(folder, `${name}.${values.png ? 'png' : 'webp'}`), picture);
  console.log(`${name.padEnd(36)} ${String(picture.length).padStart(8)} bytes`);
}

const subjects = { cat: await photographs(), mice: await drawnMice() };
const browser = await launch();
try {
  for (const picture of Object.values(statePictures).flat()) {
    const subject = subjects[picture.subject ?? 'cat'];
    for (const look of looksOf(picture)) {
      const name = `states/${picture.file}-${look}`;
      if (!isWanted(name)) continue;
      const png = await takeStatePicture(browser, picture, look, subject);
      await write(name, png, MOST_BYTES[look], look === 'dark' ? DARK_WIDTH : undefined);
    }
    const name = alone[picture.file];
    if (name !== undefined && isWanted(name))
      await write(name, await takeStatePicture(browser, picture, 'light', subject, 2), MOST_BYTES.alone);
  }
  if (isWanted('workbench'))
    await takeWorkbenchPictures(browser, values.png !== undefined, (name, png) =>
      write(name, png, MOST_BYTES.alone),
    );
} finally {
  await browser.close();
}
