import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundleScript } from '#scripts/bundle-script.ts';
import { annotoriousScript } from './pages.ts';

/** KiB of gzip of what a page loads. */
export interface Sizes {
  poses: number;
  boxes: number;
  /** The three elements in one script. */
  all: number;
  /** Annotorious alone: it brings no page, no panel and no zoom. */
  annotorious: number;
}

const root = join(import.meta.dirname, '..', '..');
const gzipKib = (text: string | Buffer) => gzipSync(text, { level: 9 }).length / 1024;

export async function measureSizes(): Promise<Sizes> {
  const templates = join(root, 'dist', 'templates');
  const script = (name: string) => {
    const file = readdirSync(templates).find((entry) =>
      new RegExp(`^${name}\\.[0-9a-f]{12}\\.js$`).test(entry),
    );
    if (file === undefined)
      throw new Error(`There is no script of ${name} in ${templates}. Run npm run build.`);
    return gzipKib(readFileSync(join(templates, file)));
  };
  const tags = ['gt-keypoint', 'gt-bounding-box', 'gt-image-classifier'];
  return {
    poses: script('keypoint-pose'),
    boxes: script('bounding-box'),
    all: gzipKib(await bundleScript(tags.map((tag) => join(root, 'elements', tag, `${tag}.ts`)))),
    annotorious: gzipKib(readFileSync(annotoriousScript)),
  };
}
