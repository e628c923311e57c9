import { expect, fixture, html, nextFrame, waitUntil } from '@open-wc/testing';
import { resetMouse, sendKeys, sendMouse } from '@web/test-runner-commands';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import { toScreen } from '#geometry/view.ts';
import '#elements/gt-bounding-box/gt-bounding-box.ts';
import '#elements/gt-image-classifier/gt-image-classifier.ts';
import '#elements/gt-keypoint/gt-keypoint.ts';
import type { GtBoundingBox } from '#elements/gt-bounding-box/bounding-box-element.ts';
import type { GtImageClassifier } from '#elements/gt-image-classifier/gt-image-classifier.ts';
import type { GtKeypoint } from '#elements/gt-keypoint/gt-keypoint.ts';
import { keepSides } from '#elements/gt-keypoint/swap-sides.ts';

// What an answer says of how the work went, as a person works by mouse and keys.

type Element = GtKeypoint | GtBoundingBox | GtImageClassifier;
type Telemetry = NonNullable<KeypointAnswer['telemetry']>;

function picture(): string {
  const canvas = Object.assign(document.createElement('canvas'), { width: 800, height: 500 });
  canvas.getContext('2d')?.fillRect(0, 0, 800, 500);
  return canvas.toDataURL();
}

async function open<Type extends Element>(tag: string, attributes: Record<string, string>): Promise<Type> {
  const form = await fixture<HTMLFormElement>(html`<form></form>`);
  form.addEventListener('submit', (event) => event.preventDefault());
  const element = document.createElement(tag) as Type;
  for (const [name, value] of Object.entries({ src: picture(), ...attributes }))
    element.setAttribute(name, value);
  form.append(element);
  await waitUntil(() => element.stage.status === 'ready' && element.stage.viewport.width > 0);
  await element.updateComplete;
  return element;
}

/** Submits, and reads what left with the form. */
function submitted(element: Element): { telemetry?: Telemetry } {
  element.submit();
  return JSON.parse(element.querySelector<HTMLInputElement>('input[type=hidden]')?.value ?? '');
}

const at = (element: Element, x: number, y: number): [number, number] => {
  const box = element.stage.root.getBoundingClientRect();
  const place = toScreen(element.stage.view, { x, y });
  return [Math.round(place.x + box.left), Math.round(place.y + box.top)];
};
const click = (element: Element, x: number, y: number) =>
  sendMouse({ type: 'click', position: at(element, x, y) });
async function drag(element: Element, from: [number, number], to: [number, number]): Promise<void> {
  await sendMouse({ type: 'move', position: at(element, ...from) });
  await sendMouse({ type: 'down' });
  await sendMouse({ type: 'move', position: at(element, ...to) });
  await nextFrame();
  await sendMouse({ type: 'up' });
}
async function press(...keys: string[]): Promise<void> {
  for (const chord of keys) {
    const parts = chord.split(/\+(?!$)/);
    for (const down of parts) await sendKeys({ down });
    for (const up of parts.reverse()) await sendKeys({ up });
  }
}

const skeleton = JSON.stringify({
  name: 'mouse',
  keypoints: [
    { name: 'nose', rest: [0.5, 0.1] },
    { name: 'left_ear', rest: [0.2, 0.4] },
    { name: 'right_ear', rest: [0.8, 0.4] },
    { name: 'tail', rest: [0.5, 0.9] },
  ],
  pairs: [['left_ear', 'right_ear']],
  axis: ['tail', 'nose'],
});

describe('telemetry', () => {
  afterEach(() => resetMouse());

  it('says of a pose how long each keypoint took, and how often it was edited, moved and taken back', async () => {
    const element = await open<GtKeypoint>('gt-keypoint', { labels: '["nose","tail","paw"]' });
    await click(element, 100, 100);
    await click(element, 300, 100);
    await drag(element, [300, 100], [340, 140]);
    await press('ArrowRight', 'Control+z', 'Control+z', 'Control+y');
    const { telemetry } = submitted(element);
    expect(telemetry).to.include({ edits: 4, moves: 2, undo: 2, redo: 1 });
    expect(Object.keys(telemetry?.pointMs ?? {})).to.include.members(['nose', 'tail']);
    const total = Object.values(telemetry?.pointMs ?? {}).reduce((sum, ms) => sum + ms, 0);
    expect(telemetry?.activeMs).to.be.at.least(total);
    expect(telemetry).not.to.have.any.keys('zoom', 'warningsShown', 'warningsAccepted');
  });

  it('counts a turned or carried animal as moved', async () => {
    const element = await open<GtKeypoint>('gt-keypoint', { skeleton });
    await press('b');
    await drag(element, [200, 100], [400, 300]);
    await press('r');
    const { telemetry } = submitted(element);
    expect(telemetry).to.include({ edits: 2, moves: 1 });
  });

  it('counts zooms by wheel, keys and buttons, not that the picture was fitted', async () => {
    const element = await open<GtKeypoint>('gt-keypoint', { labels: '["nose","tail"]' });
    // The page may be slow, and its window change.
    await new Promise((resolve) => setTimeout(resolve, 600));
    element.style.width = '700px';
    await waitUntil(() => element.stage.viewport.width <= 700);
    await nextFrame();
    element.stage.fit();
    await nextFrame();
    expect(element.telemetry.summary).not.to.have.property('zoom');
    await press('=');
    for (let turns = 0; turns < 3; turns += 1)
      element.stage.root.dispatchEvent(
        new WheelEvent('wheel', { deltaY: -60, cancelable: true, bubbles: true }),
      );
    expect(submitted(element).telemetry).to.include({ zoom: 1 });
  });

  it('counts edits that were made with the loupe in sight', async () => {
    const element = await open<GtKeypoint>('gt-keypoint', { labels: '["nose","tail","paw"]' });
    await sendMouse({ type: 'move', position: at(element, 100, 100) });
    await waitUntil(() => element.stage.loupe?.style.visibility === 'visible');
    await click(element, 100, 100);
    await press('l');
    await nextFrame();
    await click(element, 200, 100);
    const { telemetry } = submitted(element);
    expect(telemetry).to.include({ edits: 2, loupe: 1 });
  });

  it('counts warnings of swapped sides that were shown, and those that were followed', async () => {
    const element = await open<GtKeypoint>('gt-keypoint', { skeleton });
    // Seen from above, nose up: the ears are on the wrong sides.
    for (const [x, y] of [
      [400, 100],
      [500, 200],
      [300, 200],
      [400, 400],
    ] as const)
      await click(element, x, y);
    await element.updateComplete;
    expect(element.telemetry.summary).to.include({ warningsShown: 1 });
    expect(element.telemetry.summary).not.to.have.property('warningsAccepted');
    await press('x');
    await element.updateComplete;
    await press('Control+z');
    await element.updateComplete;
    keepSides(element);
    await element.updateComplete;
    const { telemetry } = submitted(element);
    expect(telemetry).to.include({ warningsShown: 2, warningsAccepted: 1 });
  });

  it('says of boxes how often they were edited, moved and resized', async () => {
    const element = await open<GtBoundingBox>('gt-bounding-box', { labels: '["boat","house"]' });
    await drag(element, [100, 100], [200, 200]);
    await press(',');
    await drag(element, [150, 150], [180, 180]);
    await press('ArrowRight', 'd', 'Delete', 'Control+z');
    const { telemetry } = submitted(element);
    expect(telemetry).to.include({ edits: 5, moves: 2, undo: 1 });
    expect(telemetry?.loupe).to.be.at.least(1);
    expect(telemetry?.activeMs).to.be.within(0, 60_000);
  });

  it('goes with a choice too', async () => {
    const element = await open<GtImageClassifier>('gt-image-classifier', { categories: '["day","night"]' });
    await press('1', '2');
    expect(submitted(element).telemetry).to.include({ edits: 2 });
  });

  it('is left out of every answer by an attribute', async () => {
    for (const [tag, attributes] of [
      ['gt-keypoint', { labels: '["nose"]' }],
      ['gt-bounding-box', { labels: '["boat"]' }],
      ['gt-image-classifier', { categories: '["day","night"]' }],
    ] as const) {
      const element = await open(tag, { ...attributes, 'no-telemetry': '' });
      await press('1');
      expect(submitted(element)).not.to.have.property('telemetry');
    }
  });

  it('stays within 4,000 bytes with two hundred keypoints', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `a joint with a rather long name ${index}`);
    const element = await open<GtKeypoint>('gt-keypoint', { labels: JSON.stringify(names) });
    for (const [index] of names.entries()) element.place({ x: index, y: 10 }, false);
    const { telemetry } = submitted(element);
    expect(new TextEncoder().encode(JSON.stringify(telemetry)).length).to.be.at.most(4000);
    expect(telemetry).to.include({ edits: 200 });
    expect(Object.keys(telemetry?.pointMs ?? {})).not.to.have.length(0);
  });
});
