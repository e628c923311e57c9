import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import '#elements/gt-keypoint/gt-keypoint.ts';
import type { GtKeypoint } from '#elements/gt-keypoint/gt-keypoint.ts';

function picture(): string {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 200, height: 150 });
  return canvas.toDataURL();
}

/** A page with two elements and places to type. */
async function page() {
  const root = await fixture(html`<main>
    <input aria-label="Line" />
    <textarea aria-label="Text"></textarea>
    <select aria-label="Choice"><option>a</option></select>
    <div contenteditable="true" tabindex="0"><b>words</b></div>
    <gt-keypoint labels='["a","b"]' src=${picture()} no-draft></gt-keypoint>
    <gt-keypoint labels='["a","b"]' src=${picture()} no-draft></gt-keypoint>
  </main>`);
  const elements = [...root.querySelectorAll<GtKeypoint>('gt-keypoint')];
  for (const element of elements) {
    await waitUntil(() => element.stage.status === 'ready' && element.stage.viewport.width > 0);
    await element.updateComplete;
  }
  return { root, first: elements[0] as GtKeypoint, second: elements[1] as GtKeypoint };
}

/** Presses a key as the registry names it; says whether somebody took it. */
function press(target: EventTarget, name: string, more: KeyboardEventInit = {}): boolean {
  const parts = name.split(/\+(?!$)/);
  const key = parts.pop() ?? '';
  const event = new KeyboardEvent('keydown', {
    key,
    shiftKey: parts.includes('Shift'),
    altKey: parts.includes('Alt'),
    ctrlKey: parts.includes('Mod'),
    bubbles: true,
    composed: true,
    cancelable: true,
    ...more,
  });
  target.dispatchEvent(event);
  return event.defaultPrevented;
}

describe('shortcuts', () => {
  it('stand in the sheet with every key, numbers and arrows as one', async () => {
    const { first } = await page();
    const keysOf = (description: string) =>
      [...first.renderRoot.querySelectorAll('.help dl > div')]
        .filter((row) => row.querySelector('dd')?.textContent === description)
        .map((row) => [...row.querySelectorAll('kbd')].map(({ textContent }) => textContent));
    expect(keysOf('Aim at a ninth of the picture, then of that')).to.deep.equal([['1–9']]);
    expect(keysOf('The same by 10 pixels')).to.deep.equal([['Shift+← → ↑ ↓']]);
    expect(keysOf('Show the whole picture; again, upright')).to.deep.equal([['0', 'F']]);
    expect(keysOf('Mirror the animal')).to.deep.equal([['U']]);
  });

  it('never act while somebody types', async () => {
    const { root, first } = await page();
    first.stage.root.focus();
    const before = [first.document, first.stage.view];
    const inside = first.shadowRoot?.querySelector('input');
    const fields = [...root.querySelectorAll('input, textarea, select, [contenteditable], b'), inside];
    for (const field of fields) {
      if (!field) continue;
      for (const name of first.shortcuts.all.flatMap(({ keys }) => keys))
        expect(press(field, name), `${name} in ${field.localName}`).to.equal(false);
    }
    expect([first.document, first.stage.view]).to.deep.equal(before);
    expect(first.shadowRoot?.querySelector('dialog')?.open).to.equal(false);
  });

  it('leave a key alone that an input method is composing with', async () => {
    const { first } = await page();
    expect(press(first.stage.root, 'a', { isComposing: true })).to.equal(false);
    expect(press(first.stage.root, 'a')).to.equal(true);
  });

  it('belong to the element that has the focus, and else to the one used last', async () => {
    const { root, first, second } = await page();
    second.stage.root.focus();
    press(second.stage.root, 'a');
    expect([first, second].map(({ canUndo }) => canUndo)).to.deep.equal([false, true]);
    second.stage.root.blur();
    press(document.body, 'a');
    expect(second.progress().done).to.equal(2);
    expect(first.canUndo).to.equal(false);
    // Some other part of the page has its own keys.
    press(root, 'Mod+z');
    expect(second.progress().done).to.equal(2);
  });

  it('leave Enter and space to a button, and everything to an open dialog', async () => {
    const { first } = await page();
    const button = first.shadowRoot?.querySelector('button');
    if (!button) throw new Error('There is no button.');
    expect(press(button, 'Enter')).to.equal(false);
    first.openHelp();
    const close = first.shadowRoot?.querySelector('dialog button');
    if (!close) throw new Error('There is no dialog.');
    expect(press(close, 'a')).to.equal(false);
    expect(first.canUndo).to.equal(false);
  });
});
