import type { Skeleton } from '#contracts/skeleton.ts';

/** Longest line, as the project's formatter has it. */
const WIDTH = 110;

/** The TypeScript file of a skeleton, as it lies in `skeletons/`; the formatter leaves it as it is. */
export function skeletonModule(skeleton: Skeleton): { fileName: string; text: string } {
  const words = skeleton.name.match(/[a-z0-9]+/gi) ?? ['skeleton'];
  const fileName = `${words.join('-').toLowerCase()}.ts`;
  const title = words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
  // A name may begin with a digit, an identifier may not.
  const identifier = /^\d/.test(title) ? `skeleton${title}` : title[0]?.toLowerCase() + title.slice(1);
  const text = [
    "import type { Skeleton } from '#contracts/skeleton.ts';",
    '',
    `/** ${(skeleton.instance ?? skeleton.name).replaceAll('*/', '* /')}: left and right are the animal's own. */`,
    `export const ${identifier}: Skeleton = ${literal(skeleton, '', WIDTH)};`,
    '',
  ];
  return { fileName, text: text.join('\n') };
}

/** A value as source; on one line where it fits, `taken` being what stands before and after it. */
function literal(value: unknown, indent: string, room: number): string {
  if (typeof value !== 'object' || value === null) return quote(value);
  const flat = oneLine(value);
  // Lists of lists and the skeleton itself are broken as the formatter breaks what was written on lines.
  const nested = Array.isArray(value) && value.length > 1 && value.some((item) => typeof item === 'object');
  if (!nested && indent !== '' && flat.length + indent.length < room) return flat;
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => `${inner}${literal(item, inner, room)},`)
    : Object.entries(value).map(
        ([key, item]) => `${inner}${key}: ${literal(item, inner, room - key.length - 3)},`,
      );
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${parts.join('\n')}\n${indent}${close}`;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return quote(value);
  return `{ ${Object.entries(value)
    .map(([key, item]) => `${key}: ${oneLine(item)}`)
    .join(', ')} }`;
}

/** Single quotes, or double ones around a text with apostrophes. */
function quote(value: unknown): string {
  const text = JSON.stringify(value);
  if (typeof value !== 'string' || value.includes("'")) return text;
  return `'${text.slice(1, -1).replaceAll('\\"', '"')}'`;
}
