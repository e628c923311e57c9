// Takes the pictures of the documentation: npm run build && npm run pictures [-- part of a name ...]
// With --png FOLDER they are written there as they were taken, to be looked at.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from '#elements/scenarios/testing/open-task.ts';
import { lettersAreDrawn } from './pictures/letters-are-drawn.ts';
import { looksOf, pictureName, type ShownPage } from './pictures/looks.ts';
import { drawnMice, photographs } from './pictures/picture-subjects.ts';
import { portalPages, takePortalPictures } from './pictures/portal-pictures.ts';
import { shrinkPicture } from './pictures/shrink-picture.ts';
import { statePictures } from './pictures/state-pictures.ts';
import { takeStatePicture } from './pictures/take-state-picture.ts';
import { takeWorkbenchPictures, workbenchPages } from './pictures/workbench-pictures.ts';
import { projectRoot } from './project-root.ts';

/** Quality of WebP, and the width in pixels of what is taken wider. */
const FORMATS = {
  desktop: { quality: 45, width: 1120 },
  phone: { quality: 50, width: 390 },
  /** Of one that stands alone in a guide, at two pixels for one. */
  alone: { quality: 50, width: 2880 },
};
/** States that the README and the guides show, by the names of their files. */
const alone: Record<string, string> = { 'pose-placing': 'labeling-pose', 'check-boxes': 'box-verification' };

// Only Chromium on Linux reads this.
process.env['FONTCONFIG_FILE'] ??= join(projectRoot, 'scripts', 'pictures', 'fonts.conf');

const { values, positionals } = parseArgs({ options: { png: { type: 'string' } }, allowPositionals: true });
const folder = values.png ?? join(projectRoot, 'docs', 'pictures');
await mkdir(join(folder, 'states'), { recursive: true });
const isWanted = (name: string) =>
  positionals.length === 0 || positionals.some((part) => name.includes(part));
const areWanted = (pages: readonly ShownPage[]) =>
  pages.some((page) => looksOf(page).some((look) => isWanted(pictureName(page, look))));

async function write(name: string, png: Buffer): Promise<void> {
  if (!isWanted(name)) return;
  const { quality, width } =
    FORMATS[!name.startsWith('states/') ? 'alone' : name.includes('-phone') ? 'phone' : 'desktop'];
  const picture = values.png ? png : await shrinkPicture(png, quality, width);
  await writeFile(join(folder, `${name}.${values.png ? 'png' : 'webp'}`), picture);
  console.log(`${name.padEnd(36)} ${String(picture.length).padStart(8)} bytes`);
}

const subjects = { cat: await photographs(), mice: await drawnMice() };
const browser = await launch();
try {
  const drawsJapanese = await lettersAreDrawn(browser, '船人');
  const left: string[] = [];
  for (const picture of Object.values(statePictures).flat()) {
    const subject = subjects[picture.subject ?? 'cat'];
    for (const look of looksOf(picture)) {
      const name = pictureName(picture, look);
      if (!isWanted(name)) continue;
      if (picture.language === 'ja' && !drawsJapanese) left.push(name);
      else await write(name, await takeStatePicture(browser, picture, look, subject));
    }
    const name = alone[picture.file];
    if (name !== undefined && isWanted(name))
      await write(name, await takeStatePicture(browser, picture, 'light', subject, 2));
  }
  if (areWanted(portalPages)) await takePortalPictures(browser, write);
  if (areWanted(workbenchPages)) await takeWorkbenchPictures(browser, write);
  if (left.length > 0)
    console.error(
      `These stay as they were, because no font of this machine has Japanese letters, and boxes would stand in their ` +
        `place: ${left.join(', ')}. On Debian and Ubuntu "apt-get install fonts-noto-cjk" brings such a font, on ` +
        `Fedora "dnf install google-noto-sans-cjk-fonts".`,
    );
} finally {
  await browser.close();
}
