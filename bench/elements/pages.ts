import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { renderTemplate } from '#server/liquid/render-template.ts';
import { image, makeBoxes, makePoses, skeleton } from './shapes.ts';

/** What is measured: our boxes, our poses, Annotorious with the same boxes, and the picture with nothing around it. */
export type Subject = 'boxes' | 'poses' | 'annotorious' | 'picture';

const root = join(import.meta.dirname, '..', '..');
const rival = join(root, 'node_modules/@annotorious/annotorious/dist');

/** Files of Annotorious, as a page loads them. */
export const annotoriousScript = join(rival, 'annotorious.js');
const annotoriousStyles = join(rival, 'annotorious.css');

/** Serves `/<subject>/<count>`: the built templates, filled, and a page of Annotorious; all from one origin. */
export async function servePages(): Promise<{ url: string; server: Server }> {
  const picture = await makePicture();
  const files: Record<string, [type: string, body: string | Buffer]> = {
    '/picture.jpg': ['image/jpeg', picture],
    '/crowd.js': ['text/javascript', readFileSync(join(root, 'dist/assets/crowd-html-elements.js'))],
    '/annotorious.js': ['text/javascript', readFileSync(annotoriousScript)],
    '/annotorious.css': ['text/css', readFileSync(annotoriousStyles)],
    '/favicon.ico': ['image/x-icon', ''],
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const [, subject = '', count = '0'] = path.split('/');
    const [type, body] = files[path] ?? ['text/html', makePage(subject as Subject, Number(count))];
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

function makePage(subject: Subject, count: number): string {
  if (subject === 'picture')
    return '<!doctype html><img id="picture" src="/picture.jpg" style="display: block; width: 1300px">';
  if (subject === 'annotorious') return annotoriousPage(count);
  const boxes = subject === 'boxes';
  const file = join(root, `dist/templates/${boxes ? 'bounding-box' : 'keypoint-pose'}.liquid.html`);
  const input = {
    taskObject: '/picture.jpg',
    header: 'Measured',
    ...(boxes
      ? { labels: ['a', 'b'], initialValue: makeBoxes(count) }
      : { skeleton, initialValue: makePoses(count) }),
  };
  const html = renderTemplate(readFileSync(file, 'utf8'), input, { grantReadAccess: (uri) => uri });
  return html.replace(/https:\/\/assets\.crowd\.aws\/[\w.-]+/, '/crowd.js');
}

/** The library as its guide says, with the boxes as rectangles; the picture as wide as the window. */
function annotoriousPage(count: number): string {
  const shapes = makeBoxes(count).map(({ left: x, top: y, width: w, height: h }, index) => ({
    id: `box-${index}`,
    bodies: [],
    target: {
      annotation: `box-${index}`,
      selector: { type: 'RECTANGLE', geometry: { x, y, w, h, bounds: bounds(x, y, w, h) } },
    },
  }));
  return `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/annotorious.css">
<style>body { margin: 0 } img { display: block; width: 1300px }</style>
<img id="picture" src="/picture.jpg"><script src="/annotorious.js"></script>
<script>
const picture = document.getElementById('picture');
const start = () => {
  const annotator = Annotorious.createImageAnnotator(picture);
  // It tells of an edit when the box is left; what is counted is that a drag has moved it.
  const corner = () => {
    const { x, y } = annotator.getAnnotationById('box-0').target.selector.geometry;
    return x + ' ' + y;
  };
  let before;
  addEventListener('pointerdown', () => { before = corner(); }, true);
  addEventListener('pointerup', () => { if (corner() !== before) dispatchEvent(new Event('change')); });
  annotator.setAnnotations(${JSON.stringify(shapes)});
};
if (picture.complete) start(); else picture.addEventListener('load', start);
</script>`;
}

const bounds = (x: number, y: number, w: number, h: number) => ({
  minX: x,
  minY: y,
  maxX: x + w,
  maxY: y + h,
});

/** Soft noise, so that the JPEG is as hard to decode as a photograph. */
async function makePicture(): Promise<Buffer> {
  const grain = { width: image.width / 4, height: image.height / 4 };
  const noise = await sharp({
    create: {
      ...grain,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .png()
    .toBuffer();
  return sharp(noise).resize(image.width, image.height).jpeg({ quality: 85 }).toBuffer();
}
