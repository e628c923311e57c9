import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { S3Error } from './s3-error.ts';

/** An element's children by name; a leaf is its text. Every value is a list, so one and many read alike. */
export interface XmlNode {
  [name: string]: (XmlNode | string)[];
}

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  removeNSPrefix: true,
  // Entities are decoded below: the five of XML and numbers, which is all that S3's clients write.
  processEntities: false,
  isArray: () => true,
});

/**
 * Reads a request's XML.
 * @param rootName the element it has to be
 * @throws {S3Error} `MalformedXML`
 */
export function readXml(text: string, rootName: string): XmlNode {
  if (text.includes('<!DOCTYPE') || XMLValidator.validate(text) !== true) throw new S3Error('MalformedXML');
  const parsed = parser.parse(text) as XmlNode;
  const node = parsed[rootName]?.[0];
  if (node === undefined || typeof node === 'string') {
    // An empty element is read as text.
    if (node !== undefined && node.trim() === '') return {};
    throw new S3Error('MalformedXML');
  }
  return node;
}

/** The text of a child, or undefined when there is none. */
export function textOf(node: XmlNode, name: string): string | undefined {
  const value = node[name]?.[0];
  return typeof value === 'string' ? decodeEntities(value) : undefined;
}

/** All texts of the children with a name. */
export function textsOf(node: XmlNode, name: string): string[] {
  return (node[name] ?? []).filter((value) => typeof value === 'string').map(decodeEntities);
}

/** All children with a name that are elements. */
export function nodesOf(node: XmlNode, name: string): XmlNode[] {
  return (node[name] ?? []).filter((value) => typeof value !== 'string');
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex, decimal, name) => {
      if (name !== undefined) return named[String(name).toLowerCase()] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
