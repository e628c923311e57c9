import * as z from 'zod/mini';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseContract, parseJson } from '#contracts/parse.ts';
import { LabelName, Skeleton } from '#contracts/skeleton.ts';

/** What a worker page asks for, read from its element's attributes. */
export type TaskPage =
  | { task: 'keypoint'; name: string; src: string; skeleton: Skeleton }
  | { task: 'bounding-box'; name: string; src: string; labels: string[] }
  | {
      task: 'classification';
      name: string;
      src: string;
      categories: string[];
      multiple: boolean;
      verify: boolean;
    };

const Labels = z.array(LabelName).check(z.minLength(1));

/**
 * Reads a rendered worker page as far as a simulated worker needs it: which of our elements it shows and
 * under which name it answers, the address of the image, and the skeleton, labels or categories. The page is the source because it is what a person has
 * too; the manifest may lack what the function's settings added.
 * @throws {GroundTruthError} `unsupported` when the page has none of our elements
 */
export function readTaskPage(html: string): TaskPage {
  // Scripts and comments may mention the elements' tags in their text.
  const markup = html.replace(/<script\b[\s\S]*?<\/script\s*>|<!--[\s\S]*?-->/gi, '');
  const tag =
    /<gt-(keypoint|bounding-box|image-classifier)((?:\s+[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)/i.exec(
      markup,
    );
  if (!tag) {
    throw new GroundTruthError(
      'unsupported',
      'Simulated workers answer pages with <gt-keypoint> or <gt-bounding-box> or <gt-image-classifier>, and this page has none.',
    );
  }
  const attributes = readAttributes(tag[2] ?? '');
  const src = attributes.get('src') ?? '';
  if (src === '') throw new GroundTruthError('invalid-template', 'The page shows no image: "src" is empty.');
  const name = attributes.get('name') || 'annotatedResult';
  const json = (attribute: string) => parseJson(attributes.get(attribute) || 'null', `page's ${attribute}`);
  const labels = (attribute: string) => parseContract(Labels, json(attribute), `page's ${attribute}`);
  switch (tag[1]?.toLowerCase()) {
    case 'keypoint':
      return {
        task: 'keypoint',
        name,
        src,
        skeleton: parseContract(Skeleton, json('skeleton'), "page's skeleton"),
      };
    case 'bounding-box':
      return { task: 'bounding-box', name, src, labels: labels('labels') };
    default:
      return {
        task: 'classification',
        name,
        src,
        categories: labels('categories'),
        multiple: attributes.has('multiple'),
        verify: attributes.has('verify'),
      };
  }
}

function readAttributes(text: string): Map<string, string> {
  const found = text.matchAll(/([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g);
  return new Map(
    [...found].map((match) => [
      (match[1] ?? '').toLowerCase(),
      decodeEntities(match[2] ?? match[3] ?? match[4] ?? ''),
    ]),
  );
}

const named: Record<string, string> = { quot: '"', amp: '&', lt: '<', gt: '>', apos: "'" };

/** The references that Liquid's escaping writes. */
function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(quot|amp|lt|gt|apos));/gi,
    (whole, decimal, hex, name) => {
      if (name !== undefined) return named[String(name).toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
