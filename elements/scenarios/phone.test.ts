import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openTask } from './testing/open-task.ts';
import { plainSubject } from './testing/plain-subject.ts';
import { workerStates } from './testing/worker-states.ts';

// Everything is there on a phone too, large enough for a finger, beside each other and in the window.

const phone = { viewport: { width: 390, height: 844 } };
const narrow = { viewport: { width: 360, height: 640 } };
/** A phone on its side, and a tablet. */
const lying = { width: 740, height: 360 };
const tablet = { width: 1024, height: 768 };
/** CSS pixels that a finger needs. */
const FINGER = 44;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

const firstUse = workerStates(plainSubject).filter(({ name }) => name === 'at first use');
const inLanguages = firstUse.flatMap(({ template, input }) =>
  ['', '.es', '.ja'].map((language) => ({ template: `${template}${language}`, input })),
);

async function boxesOf(
  controls: Locator,
): Promise<{ x: number; y: number; width: number; height: number }[]> {
  const boxes = await Promise.all(
    (await controls.filter({ visible: true }).all()).map((one) => one.boundingBox()),
  );
  return boxes.filter((box) => box !== null);
}

describe.each(inLanguages)('$template on a phone', ({ template, input }) => {
  it('keeps the bar in one row, with room for fingers', async () => {
    const { page } = await openTask(browser, template, input, { touch: true, settings: narrow });
    const boxes = await boxesOf(page.locator('.bar').locator('button, .progress span'));
    expect(boxes.length).toBeGreaterThan(3);
    for (const [index, { x, width }] of boxes.entries()) {
      const next = boxes[index + 1]?.x ?? narrow.viewport.width;
      expect(Math.round(x + width)).toBeLessThanOrEqual(next);
    }
    for (const { width, height } of await boxesOf(page.locator('.bar button'))) {
      expect(width).toBeGreaterThanOrEqual(FINGER);
      expect(Math.round(height)).toBeGreaterThanOrEqual(FINGER);
    }
    await page.context().close();
  });
});

describe.each(firstUse)('$template on a phone', ({ template, input }) => {
  it('leaves the picture half of a window that is wide and low', async () => {
    const { page } = await openTask(browser, template, input, { touch: true, settings: { viewport: lying } });
    const [work] = await boxesOf(page.locator('.work'));
    const area = (work?.width ?? 0) * (work?.height ?? 0);
    expect(area / (lying.width * lying.height)).toBeGreaterThan(0.5);
    await page.context().close();
  });

  it('has the sliders of the picture, below the picture that they change', async () => {
    const { page } = await openTask(browser, template, input, { touch: true, settings: phone });
    const opener = page.getByRole('button', { name: 'Brightness' }).filter({ visible: true });
    for (const box of await boxesOf(opener)) expect(Math.min(box.width, box.height)).toBe(FINGER);
    await opener.tap();
    const sliders = await boxesOf(page.getByRole('slider'));
    expect(sliders).toHaveLength(5);
    for (const { y, height } of sliders) {
      expect(height).toBeGreaterThanOrEqual(FINGER);
      expect(y + height).toBeLessThanOrEqual(phone.viewport.height);
    }
    const [picture] = await boxesOf(page.locator('[data-status=ready] img'));
    expect(picture).toBeDefined();
    expect(sliders[0]?.y).toBeGreaterThan(picture?.y ?? Number.POSITIVE_INFINITY);
    const brightness = page.getByRole('slider', { name: 'Brightness' });
    await brightness.fill('150');
    await expect
      .poll(() => page.locator('[data-status=ready] img').evaluate(({ style }) => style.filter))
      .toContain('brightness(150%)');
    await page.context().close();
  });
});

describe.each(workerStates(plainSubject))('$template $name', ({ template, input, options, act }) => {
  it('fits the window, on a phone with room for fingers', async () => {
    const task = await openTask(browser, template, input, {
      ...options,
      touch: true,
      settings: { ...phone, reducedMotion: 'reduce' },
    });
    await act?.(task);
    const floats = await task.page.locator('dialog[open], .popover:popover-open').count();
    // A task that is set up wrong has no panel that could be drawn up.
    const closed = task.page.locator('.grip[aria-expanded=false]').filter({ visible: true }).last();
    if (floats === 0 && (await closed.count()) > 0) await closed.click();
    for (const size of [phone.viewport, lying, tablet, { width: 1440, height: 900 }]) {
      await task.page.setViewportSize(size);
      expect(await task.page.evaluate(listMisfits, FINGER), `${size.width} x ${size.height}`).toEqual([]);
    }
    await task.page.context().close();
  });
});

/** Runs in the page: parts that are wider than their place, and controls that are too small for a finger. */
function listMisfits(finger: number): string[] {
  const all = (root: Document | ShadowRoot): HTMLElement[] =>
    [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => [
      element,
      ...(element.shadowRoot ? all(element.shadowRoot) : []),
    ]);
  const shown = all(document).filter((element) => element.checkVisibility({ visibilityProperty: true }));
  const name = (element: Element) => element.outerHTML.slice(0, 100);
  const wide = shown
    .filter((element) => element.matches('.bar, .panel, .popover, dialog, .beside, .notice'))
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
  const small = shown
    .filter((element) => element.matches('button, input, summary') && element.offsetWidth > 1)
    .map((element) => element.closest('label') ?? element)
    .filter(({ offsetWidth, offsetHeight }) => Math.min(offsetWidth, offsetHeight) < finger);
  const squeezed = shown
    .filter((element) => element.matches('[type=checkbox]') && element.offsetWidth > 1)
    .filter(({ offsetWidth, offsetHeight }) => offsetWidth < offsetHeight);
  return [
    ...squeezed.map((element) => `squeezed: ${name(element)}`),
    ...wide.map((element) => `too wide: ${name(element)}`),
    ...small.map((element) => `too small: ${name(element)}`),
  ];
}
