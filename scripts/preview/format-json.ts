/** Longest object or array that stays on one line, in characters. */
const WIDTH = 110;

/** JSON with small objects on one line each, so that a list of keypoints reads as a table. */
export function formatJson(value: unknown, indent = ''): string {
  const flat = oneLine(value);
  if (flat.length <= WIDTH || typeof value !== 'object' || value === null) return flat;
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => `${inner}${formatJson(item, inner)}`)
    : entriesOf(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${formatJson(item, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const parts = entriesOf(value).map(([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

const entriesOf = (value: object) => Object.entries(value).filter(([, item]) => item !== undefined);
