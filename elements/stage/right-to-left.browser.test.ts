import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { resetMouse, sendMouse, setViewport } from '@web/test-runner-commands';
import { toScreen } from '#geometry/view.ts';
import '#elements/gt-bounding-box/gt-bounding-box.ts';
import '#elements/gt-keypoint/gt-keypoint.ts';
import type { LabelingElement } from './labeling-element.ts';

/** Light on the left, dark on the right. */
function picture(): string {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 400, height: 300 });
  const context = canvas.getContext('2d');
  context?.fillRect(200, 0, 200, 300);
  return canvas.toDataURL();
}

async function ready(container: Element): Promise<LabelingElement<unknown>> {
  const element = container.firstElementChild as LabelingElement<unknown>;
  await waitUntil(() => element.stage.status === 'ready' && element.stage.viewport.width > 0);
  await element.updateComplete;
  return element;
}

const part = (element: Element, selector: string): DOMRect => {
  const found = element.shadowRoot?.querySelector(selector);
  if (!found) throw new Error(`There is no ${selector}.`);
  return found.getBoundingClientRect();
};

describe('a page that is written from right to left', () => {
  before(() => setViewport({ width: 1280, height: 800 }));
  afterEach(() => resetMouse());

  for (const template of [
    html`<div dir="rtl"><gt-keypoint header="שלום" labels='["nose","tail"]' src=${picture()} no-draft></gt-keypoint></div>`,
    html`<div dir="rtl"><gt-bounding-box header="שלום" labels='["cat","dog"]' src=${picture()} no-draft></gt-bounding-box></div>`,
  ]) {
    it('has panel and buttons on the other side, and the picture as it is', async () => {
      const element = await ready(await fixture(template));
      expect(part(element, '.panel').right).to.be.at.most(part(element, '.work').left + 1);
      expect(part(element, 'h1').left).to.be.greaterThan(part(element, '[data-id=undo]').right);
      expect(part(element, '[data-id=redo]').right).to.be.at.most(part(element, '[data-id=undo]').left);
      expect(part(element, 'h1').right).to.be.greaterThan(part(element, '.bar').right - 24);
      // Stored pixels grow to the right of the screen, as everywhere.
      const { left, width } = part(element, '.stage img');
      const { view, root } = element.stage;
      expect(left).to.be.closeTo(root.getBoundingClientRect().left + view.x, 0.5);
      expect(width).to.be.closeTo(400 * view.k, 0.5);
    });
  }

  it('places a point where it was clicked, and draws it there', async () => {
    const element = await ready(
      await fixture(
        html`<div dir="rtl"><gt-keypoint labels='["nose"]' src=${picture()} no-draft></gt-keypoint></div>`,
      ),
    );
    const box = element.stage.root.getBoundingClientRect();
    const place = toScreen(element.stage.view, { x: 100, y: 60 });
    const position: [number, number] = [Math.round(box.left + place.x), Math.round(box.top + place.y)];
    await sendMouse({ type: 'click', position });
    const value = element.value as { keypoints: { x: number; y: number }[] };
    expect(value.keypoints[0]?.x).to.be.closeTo(100, 1);
    expect(value.keypoints[0]?.y).to.be.closeTo(60, 1);
    element.stage.flush();
    const canvas = element.stage.root.querySelectorAll('canvas')[1];
    const context = canvas?.getContext('2d');
    const density = (canvas?.width ?? 0) / box.width;
    const drawn = context?.getImageData(
      (place.x - 8) * density,
      (place.y - 8) * density,
      16 * density,
      16 * density,
    );
    expect(drawn?.data.some((value) => value > 0)).to.equal(true);
  });
});
