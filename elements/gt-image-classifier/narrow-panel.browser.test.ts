import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import '#elements/gt-bounding-box/gt-bounding-box.ts';
import './gt-image-classifier.ts';
import type { GtImageClassifier } from './gt-image-classifier.ts';

it('keeps the verdicts inside the panel where a language has long words for them', async () => {
  await setViewport({ width: 1280, height: 800 });
  const canvas = document.createElement('canvas');
  const overlay = { boundingBox: { value: [{ label: 'a', left: 1, top: 1, width: 9, height: 9 }] } };
  const element = await fixture<GtImageClassifier>(
    html`<gt-image-classifier verify no-draft categories='["right","wrong"]' overlay=${JSON.stringify(overlay)} src=${canvas.toDataURL()}></gt-image-classifier>`,
  );
  await waitUntil(() => element.stage.status === 'ready' && element.stage.viewport.width > 0);
  await element.updateComplete;
  for (const button of element.renderRoot.querySelectorAll('.verdict'))
    for (const node of button.childNodes) if (node.textContent?.trim()) node.textContent = ' Zurückweisen ';
  const panel = element.renderRoot.querySelector('.panel');
  expect(panel?.scrollWidth).to.equal(panel?.clientWidth);
});
