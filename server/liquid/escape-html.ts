const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const toEntity = (character: string) => entities[character] ?? character;

/** The text of a Liquid value: nothing for null and undefined, JSON for objects, else as it prints. */
export function printValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(printValue).join('');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Escapes text for HTML with the entities that the developer guide lists for automatic escaping. */
export function escapeHtml(value: unknown): string {
  return printValue(value).replace(/[&<>"']/g, toEntity);
}

/** Escapes text for HTML but leaves entities that are already there. */
export function escapeHtmlOnce(value: unknown): string {
  return printValue(value).replace(/&(?!(?:[a-zA-Z]+|#\d+|#x[\da-fA-F]+);)|[<>"']/g, toEntity);
}
