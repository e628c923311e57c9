import { isPhone, type Look, looksOf, pictureName, type ShownPage } from './looks.ts';
import { portalPages } from './portal-pictures.ts';
import { statePictures } from './state-pictures.ts';
import { workbenchPages } from './workbench-pictures.ts';

/** Everything that is shown, by the part of the page that it stands in. */
const shownPages: Readonly<Record<string, readonly ShownPage[]>> = {
  ...statePictures,
  'The portal': portalPages,
  'The workbench': workbenchPages,
};

/** Every picture of the page, as its name in docs/pictures. */
export const statePictureFiles = Object.values(shownPages).flatMap((pages) =>
  pages.flatMap((page) => looksOf(page).map((look) => `${pictureName(page, look)}.webp`)),
);

/** docs/states.md. A test holds the file to it; `npx vitest run scripts/pictures -u` writes it anew. */
export function statesPage(): string {
  const sections = Object.entries(shownPages).map(
    ([title, pages]) => `## ${title}\n\n${pages.map(sectionOf).join('\n')}`,
  );
  const links = Object.keys(shownPages).map(
    (title) => `[${title}](#${title.toLowerCase().replaceAll(' ', '-')})`,
  );
  return `# Every screen

${links.join(' · ')}

Every state of the built templates, then the portal around them and the workbench: in a window of 1440 x 900 and on a
phone of 390 x 844, light and dark. The pictures are in the colours in which you read this page; below each are links to
both. \`npm run build && npm run pictures\` takes them anew with the fonts of the machine: on Linux with Inter, where it is
installed (\`fonts-inter\` on Debian), and the Japanese ones where there is a Japanese font (\`fonts-noto-cjk\`). The same list of
states is checked by \`npx vitest run elements/scenarios\`: with axe and by Tab, for what does not fit, and for controls
too small for a finger.

${sections.join('\n')}`;
}

/** Widths in the page, in percent: side by side, and equally high. */
const widthOf = (look: Look) => (isPhone(look) ? 21.6 : 75);

function sectionOf(page: ShownPage): string {
  const { title, text } = page;
  const light = looksOf(page).filter((look) => !look.endsWith('dark'));
  const nameOf = (look: Look) => (isPhone(look) ? 'phone' : 'desktop');
  const fileOf = (look: Look) => `pictures/${pictureName(page, look)}.webp`;
  const darkOf = (look: Look): Look => (isPhone(look) ? 'phone-dark' : 'dark');
  const images = light.map(
    (look) =>
      `<picture><source media="(prefers-color-scheme: dark)" srcset="${fileOf(darkOf(look))}">` +
      `<img src="${fileOf(look)}" width="${widthOf(look)}%" alt="${title}, ${nameOf(look)}"></picture>`,
  );
  const linksTo = (looks: readonly Look[]) =>
    looks.map((look) => `[${nameOf(look)}](${fileOf(look)})`).join(', ');
  return `**${title}.** ${text}

<p>
${images.join('\n')}
</p>

<sub>Light: ${linksTo(light)} · dark: ${linksTo(light.map(darkOf))}</sub>
`;
}
