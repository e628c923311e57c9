/** XML that is escaped already. Only {@link element} and {@link xmlDocument} make it. */
export type Xml = string & { readonly xml: unique symbol };

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/**
 * One element. Text is escaped; children must be elements.
 * @example element('Key', 'a&b') // <Key>a&amp;b</Key>
 */
export function element(
  name: string,
  content: string | number | boolean | readonly (Xml | undefined)[] = '',
  attributes: Record<string, string> = {},
): Xml {
  const start = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const inner = Array.isArray(content) ? content.filter(Boolean).join('') : escapeXml(String(content));
  return `<${name}${start.join('')}>${inner}</${name}>` as Xml;
}

/** The root element of an S3 response, with its namespace. */
export function root(name: string, children: readonly (Xml | undefined)[]): string {
  return xmlDocument(element(name, children, { xmlns: NAMESPACE }));
}

export function xmlDocument(content: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${content}`;
}

function escapeXml(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: S3 writes control characters as references
      .replace(/[\u0000-\u001f\u007f]/g, (mark) => `&#x${mark.charCodeAt(0).toString(16)};`)
  );
}
