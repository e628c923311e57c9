import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import '#elements/gt-bounding-box/gt-bounding-box.ts';
import './gt-image-classifier.ts';
import type { GtImageClassifier } from './gt-image-classifier.ts';

const overlay = { boundingBox: { value: [{ label: 'a', left: 1, top: 1, width: 9, height: 9 }] } };

async function check(reasons: readonly string[]): Promise<GtImageClassifier> {
  const canvas = document.createElement('canvas');
  const form = await fixture(
    html`<form><gt-image-classifier verify no-draft categories=${JSON.stringify(['right', ...reasons])} overlay=${JSON.stringify(overlay)} src=${canvas.toDataURL()}></gt-image-classifier></form>`,
  );
  const element = form.firstElementChild as GtImageClassifier;
  await waitUntil(() => element.stage.status === 'ready' && element.stage.viewport.width > 0);
  await element.updateComplete;
  return element;
}

it('keeps the verdicts inside the panel where a language has long words for them', async () => {
  await setViewport({ width: 1280, height: 800 });
  const element = await check(['wrong']);
  for (const button of element.renderRoot.querySelectorAll('.verdict'))
    for (const node of button.childNodes) if (node.textContent?.trim()) node.textContent = ' Zurückweisen ';
  const panel = element.renderRoot.querySelector('.panel');
  expect(panel?.scrollWidth).to.equal(panel?.clientWidth);
});

it('keeps the button that rejects in sight on a phone, however many reasons there are', async () => {
  await setViewport({ width: 390, height: 700 });
  const element = await check([
    'loose',
    'a wrong label',
    'something is missing',
    'twice',
    'blurred',
    'not ours',
  ]);
  element.reject();
  await element.updateComplete;
  const send = element.renderRoot.querySelector('.send');
  const { left, top, width, height } = send?.getBoundingClientRect() ?? new DOMRect();
  expect(top + height).to.be.below(innerHeight);
  expect(element.shadowRoot?.elementFromPoint(left + width / 2, top + height - 2)).to.equal(send);
});
