import { looksOf, type StatePicture, statePictures } from './state-pictures.ts';

/** Width of each look's picture in the page, in percent: beside each other, and the first two equally high. */
const widths = { light: 58, phone: 16.8, dark: 24 } as const;

/** Every picture of the states, as its name in docs/pictures/states. */
export const statePictureFiles = Object.values(statePictures).flatMap((pictures) =>
  pictures.flatMap((picture) => looksOf(picture).map((look) => `${picture.file}-${look}.webp`)),
);

/** docs/states.md. A test holds the file to it; `npx vitest run scripts/pictures -u` writes it anew. */
export function statesPage(): string {
  const sections = Object.entries(statePictures).map(
    ([title, pictures]) => `## ${title}\n\n${pictures.map(sectionOf).join('\n')}`,
  );
  return `# What a worker sees

The states of the elements, in the built templates: on a desktop of 1440 x 900, on a phone of 390 x 844, and in the
dark. \`npm run build && npm run pictures\` takes the pictures anew, with the fonts of the machine; the same
list of states is checked by \`npx vitest run elements/scenarios\`: with axe and by Tab, for what does not fit, and
for controls too small for a finger.

${sections.join('\n')}`;
}

function sectionOf(picture: StatePicture): string {
  const { file, title, text } = picture;
  const images = looksOf(picture).map(
    (look) =>
      `<img src="pictures/states/${file}-${look}.webp" width="${widths[look]}%" alt="${title}, ${look}">`,
  );
  return `**${title}.** ${text}\n\n<p>\n${images.join('\n')}\n</p>\n`;
}
