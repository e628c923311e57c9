import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { toScreen } from '#geometry/view.ts';
import { catSideView } from '#skeletons/cat-side-view.ts';
import '#elements/gt-bounding-box/gt-bounding-box.ts';
import '#elements/gt-keypoint/gt-keypoint.ts';
import type { GtBoundingBox } from '#elements/gt-bounding-box/bounding-box-element.ts';
import type { GtKeypoint } from '#elements/gt-keypoint/gt-keypoint.ts';
import { seededRandom } from '../../bench/seeded-random.ts';

// During a drag only what is around it is drawn anew. Whoever looks must not be able to tell: nothing stays behind where
// the drag has been, and nothing is cut off where it is.

const size = { width: 900, height: 700 };
const picture = () => Object.assign(document.createElement('canvas'), size).toDataURL();

async function ready<Element extends GtKeypoint | GtBoundingBox>(element: Element): Promise<Element> {
  element.style.cssText = 'width: 1200px; height: 700px';
  await waitUntil(() => element.stage.status === 'ready' && element.stage.viewport.width > 0);
  await element.updateComplete;
  return element;
}

const pose = () =>
  fixture<GtKeypoint>(
    html`<gt-keypoint
      src=${picture()}
      .skeleton=${catSideView}
      .initialValue=${{
        keypoints: catSideView.keypoints.map(({ name }, index) => ({
          label: name,
          x: 300 + (index % 5) * 50,
          y: 250 + index * 12,
        })),
      }}
    ></gt-keypoint>`,
  ).then(ready);

const boxes = () =>
  fixture<GtBoundingBox>(
    html`<gt-bounding-box
      src=${picture()}
      labels='["boat", "person"]'
      .initialValue=${[{ left: 300, top: 250, width: 160, height: 120, label: 'boat' }]}
    ></gt-bounding-box>`,
  ).then(ready);

/** What is drawn on the upper canvas, with what is transparent left out, so that a difference can be read. */
function drawn({ stage }: GtKeypoint | GtBoundingBox): string {
  const canvas = [...stage.root.querySelectorAll('canvas')].at(-1);
  const { width = 0, height = 0 } = canvas ?? {};
  const { data = new Uint8ClampedArray() } =
    canvas?.getContext('2d')?.getImageData(0, 0, width, height) ?? {};
  let [count, sum] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] === 0) continue;
    count += 1;
    sum =
      (sum * 31 + at + (data[at] ?? 0) * 7 + (data[at + 1] ?? 0) * 5 + (data[at + 3] ?? 0)) % 1_000_000_007;
  }
  return `${count} pixels, ${sum}`;
}

/** The same, drawn as a whole. */
function drawnAnew(element: GtKeypoint | GtBoundingBox): string {
  Object.defineProperty(element, 'dragged', { value: undefined, configurable: true });
  element.stage.invalidate('active');
  element.stage.flush();
  const all = drawn(element);
  Reflect.deleteProperty(element, 'dragged');
  return all;
}

for (const [name, open, [x, y]] of [
  ['the mark of a pose', pose, [300, 250]],
  ['a box', boxes, [380, 310]],
  ['the corner of a box', boxes, [460, 370]],
] as const) {
  for (const pointerType of ['mouse', 'touch']) {
    it(`a drag of ${name} by ${pointerType} shows what a whole drawing would, in any view`, async () => {
      const random = seededRandom(name.length);
      for (let trial = 0; trial < 3; trial += 1) {
        const element = await open();
        const { stage } = element;
        if (trial > 0) {
          stage.zoomBy(0.5 + random() * 2);
          stage.turnBy(Math.floor(random() * 24) * 15);
          stage.reveal({ x, y }, 150);
        }
        stage.flush();
        const corner = stage.root.getBoundingClientRect();
        const send = (type: string, at: { x: number; y: number }) => {
          const place = { clientX: corner.left + at.x, clientY: corner.top + at.y };
          stage.root.dispatchEvent(
            new PointerEvent(type, { ...place, pointerType, pointerId: 3, buttons: 1 }),
          );
          stage.flush();
        };
        const start = toScreen(stage.view, { x, y });
        send('pointermove', start);
        send('pointerdown', start);
        send('pointermove', { x: start.x + 9, y: start.y + 7 });
        for (let step = 0; step < 12; step += 1) {
          send('pointermove', { x: random() * stage.viewport.width, y: random() * stage.viewport.height });
          expect(element.dragged, 'it is a drag').to.not.equal(undefined);
          const seen = drawn(element);
          expect(seen).to.match(/^[1-9]/);
          expect(seen, `trial ${trial}, step ${step}`).to.equal(drawnAnew(element));
          // From the whole drawing back to one around the drag.
          send('pointermove', { x: random() * stage.viewport.width, y: random() * stage.viewport.height });
        }
        send('pointerup', { x: random() * stage.viewport.width, y: random() * stage.viewport.height });
        expect(drawn(element), 'after it').to.equal(drawnAnew(element));
        element.remove();
      }
    });
  }
}
