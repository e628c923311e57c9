import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import '#elements/gt-keypoint/gt-keypoint.ts';
import type { GtKeypoint } from '#elements/gt-keypoint/gt-keypoint.ts';
import { seededRandom } from '../../bench/seeded-random.ts';

// Ten thousand clicks, 1,250 on a picture of each EXIF orientation, each in another view: zoomed, moved, turned. Where a
// place of the stored picture is on the screen is asked of the browser, which has laid it out and transformed it.

const size = { width: 320, height: 200 };
const MARKS = 125;
/** Twice for each orientation. */
const ROUNDS = 5;
const labels = Array.from({ length: MARKS }, (_, index) => `point ${index + 1}`);

/** A JPEG whose EXIF asks to be shown in one of the eight ways. */
function picture(orientation: number): string {
  const canvas = Object.assign(document.createElement('canvas'), size);
  const plain = atob(canvas.toDataURL('image/jpeg').split(',')[1] ?? '');
  const exif = [
    ...[
      0xff, 0xe1, 0, 34, 69, 120, 105, 102, 0, 0, 77, 77, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0,
    ],
    ...[orientation, 0, 0, 0, 0, 0, 0],
  ];
  return `data:image/jpeg;base64,${btoa(plain.slice(0, 2) + String.fromCharCode(...exif) + plain.slice(2))}`;
}

async function open(src: string, initial: unknown): Promise<GtKeypoint> {
  const element = await fixture<GtKeypoint>(
    html`<gt-keypoint src=${src} labels=${JSON.stringify(labels)} .initialValue=${initial}></gt-keypoint>`,
  );
  await waitUntil(() => element.stage.status === 'ready' && element.stage.viewport.width > 0);
  await element.updateComplete;
  return element;
}

/** Where a place of the stored picture is in the window, by what the browser says of the image. */
function onScreen({ stage }: GtKeypoint, x: number, y: number): [number, number] {
  const { transform, width, height } = getComputedStyle(stage.image.element);
  const box = stage.root.getBoundingClientRect();
  // The image's box is as large as its stored pixels, whatever EXIF says of them.
  expect([Number.parseFloat(width), Number.parseFloat(height)]).to.deep.equal([size.width, size.height]);
  const place = new DOMMatrix(transform).transformPoint({ x, y });
  return [box.left + place.x, box.top + place.y];
}

const answerOf = (element: GtKeypoint): KeypointAnswer =>
  JSON.parse(element.querySelector<HTMLInputElement>('input[type=hidden]')?.value ?? '');

describe('coordinates', () => {
  for (let trial = 0; trial < 16; trial += 1) {
    const orientation = 1 + (trial % 8);
    it(`are the stored pixels of a picture whose EXIF orientation is ${orientation}, in any view, and stay so (${trial + 1})`, async () => {
      const random = seededRandom(trial);
      const src = picture(orientation);
      for (let round = 0; round < ROUNDS; round += 1) {
        const element = await open(src, undefined);
        const { stage } = element;
        const pixels = labels.map(() => [
          1 + Math.floor(random() * (size.width - 2)),
          1 + Math.floor(random() * (size.height - 2)),
        ]);
        for (const [x = 0, y = 0] of pixels) {
          stage.fit(true);
          stage.turnBy(Math.floor(random() * 25 - 12) * 15);
          stage.zoomBy(1 + random() * 20);
          stage.reveal({ x, y });
          stage.panBy((random() - 0.5) * 60, (random() - 0.5) * 60);
          stage.flush();
          // Nearly half a pixel beside it; a browser says of a transformation only six digits.
          const beside = () => (random() - 0.5) * 0.98;
          const [clientX, clientY] = onScreen(element, x + beside(), y + beside());
          // With Alt a mark that is in the way is not taken hold of.
          for (const type of ['pointerdown', 'pointerup'])
            stage.root.dispatchEvent(
              new PointerEvent(type, { clientX, clientY, altKey: true, pointerId: 7 }),
            );
        }
        const { keypoints, inputImageProperties } = answerOf(element);
        expect(inputImageProperties).to.deep.equal(size);
        expect(keypoints).to.have.length(MARKS);
        expect(keypoints.map(({ x, y }) => [x, y])).to.deep.equal(pixels);
        // Opened again, in another view, the answer is the same to the byte.
        const again = await open(src, { keypoints });
        again.stage.zoomBy(1 + random() * 20);
        again.stage.flush();
        expect(JSON.stringify(answerOf(again))).to.equal(JSON.stringify(answerOf(element)));
        element.remove();
        again.remove();
      }
    });
  }
});
