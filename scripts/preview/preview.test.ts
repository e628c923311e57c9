import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Preview, startPreview } from '../dev.ts';
import { chromiumSwitches, locateChromium } from '../find-chromium.ts';

// An element that answers with one keypoint for each click, so that this test is of the preview alone.
const element = `
class GtKeypoint extends HTMLElement {
  keypoints: unknown[] = [];
  get validationMessage() { return this.keypoints.length ? '' : 'The elbow is missing.'; }
  checkValidity() { return this.validationMessage === ''; }
  reportValidity() { return this.checkValidity(); }
  connectedCallback() {
    const input = Object.assign(document.createElement('input'), { type: 'hidden', name: 'annotatedResult' });
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Place' });
    button.onclick = () => {
      this.keypoints = [{ label: 'elbow', x: 10, y: 20 }];
      input.value = JSON.stringify({ inputImageProperties: { width: 990, height: 654 }, keypoints: this.keypoints });
      this.dispatchEvent(new Event('input', { bubbles: true }));
    };
    this.append(input, button);
  }
}
customElements.define('gt-keypoint', GtKeypoint);
`;
const input = JSON.stringify({
  taskObject: 'example.jpg',
  skeleton: { name: 'arm', keypoints: [{ name: 'elbow' }] },
});

const executablePath = locateChromium();
if (!executablePath) console.log('The preview is not opened: there is no Chromium here.');

/** For a machine that runs other browsers too. */
const PATIENCE = 60_000;

describe.skipIf(!executablePath)('the preview in a browser', { timeout: 3 * PATIENCE }, () => {
  let folder = '';
  let preview: Preview;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gtkit-'));
    await symlink(join(import.meta.dirname, '..', '..', 'node_modules'), join(folder, 'node_modules'));
    await mkdir(join(folder, 'gt-keypoint'));
    await writeFile(join(folder, 'gt-keypoint', 'gt-keypoint.ts'), element);
    preview = await startPreview({
      port: 0,
      watch: false,
      elementsDir: folder,
      cacheDir: join(folder, '.vite'),
    });
    browser = await chromium.launch({
      ...(executablePath ? { executablePath } : {}),
      args: chromiumSwitches,
    });
    page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.goto(`${preview.url}`);
    await page.getByLabel('Template').selectOption('keypoint-pose');
  }, 3 * PATIENCE);
  afterAll(async () => {
    await browser?.close();
    await preview?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const worker = () => page.frameLocator('iframe');

  /** The page of the worker whose turn it is stays, so that a click in it counts. */
  const settled = () => page.locator('iframe[data-settled=true]').waitFor();

  const selected = () =>
    page
      .getByLabel('Task input')
      .evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd));

  /** Whether all of an element's text lies within it, left to right. */
  const fits = (selector: string) =>
    page.locator(selector).evaluate((element) => element.scrollWidth <= element.clientWidth);

  async function placeElbow(): Promise<void> {
    await settled();
    await worker().getByRole('button', { name: 'Place' }).click();
    await page.getByText('This can be submitted.').waitFor();
  }

  it('says where a mistake is, puts the cursor there, and takes the input when it is put right', async () => {
    await page.getByLabel('Task input').fill('{\n  "taskObject": "x"\n  "header": 1\n}');
    const mistake = page.locator('.note', { hasText: 'Line 3, column 3.' });
    await mistake.getByRole('button', { name: 'Show' }).click();
    expect(await selected()).toBe('"');
    expect(await page.locator('.line-words mark').textContent()).toBe('"');
    await page.getByLabel('Task input').fill(input);
    await mistake.waitFor({ state: 'detached' });
    await settled();
  });

  it('names each value that the task cannot use, with its line and a way to it', async () => {
    await page
      .getByLabel('Task input')
      .fill('{\n  "taskObject": "x",\n  "header": 1,\n  "skeleton": {\n    "name": "arm"\n  }\n}');
    const header = page.locator('.note', { hasText: 'Line 3, column 13.' });
    await header.getByText('header: expected string, found 1.').waitFor();
    await page.locator('.note', { hasText: 'Line 4, column 15.' }).getByText('skeleton.keypoints').waitFor();
    await header.getByRole('button', { name: 'Show' }).click();
    expect(await selected()).toBe('1');
    await page.getByLabel('Task input').fill(input);
    await header.waitFor({ state: 'detached' });
    await settled();
  });

  it('breaks a long line where the panel ends, with its number at its begin', async () => {
    const word = 'a_very_long_word_without_a_space_'.repeat(9);
    await page
      .getByLabel('Task input')
      .fill(`{\n  "header": "${'many words '.repeat(20)}${word}",\n${input.slice(1)}`);
    expect(await fits('.editor')).toBe(true);
    expect(await fits('.editor textarea')).toBe(true);
    const [field, lines] = await Promise.all(
      ['.editor textarea', '.editor .lines'].map((selector) => page.locator(selector).boundingBox()),
    );
    expect(field?.height).toBe(lines?.height);
    // The text behind the field is as high as the one in it, so every number is beside its line.
    const hidden = await page
      .getByLabel('Task input')
      .evaluate((element) => element.scrollHeight - element.clientHeight);
    expect(hidden).toBe(0);
    await page.getByLabel('Task input').fill(input);
    await settled();
  });

  it('shows what the answer lacks, and the answer as it changes', async () => {
    await page.getByRole('tab', { name: 'Answer' }).click();
    await page.getByText('The elbow is missing.').waitFor();
    await placeElbow();
    expect(await page.locator('pre[aria-label=Answer]').textContent()).toContain(
      '{ "label": "elbow", "x": 10, "y": 20 }',
    );
    expect(await fits('pre[aria-label=Answer]')).toBe(true);
  });

  it('records a submit, goes on to the next worker, and draws the label in the end', async () => {
    for (const name of ['1', '2', '3']) {
      if (name !== '1') {
        // The page of the next worker is empty again.
        await settled();
        await page.getByText('The elbow is missing.').waitFor();
        await placeElbow();
      }
      await worker()
        .locator('crowd-form:defined')
        .evaluate((form) => (form as HTMLFormElement).submit());
      await page.getByText(`Recorded for worker ${name}.`).waitFor();
    }
    await page.locator('figure svg circle.label-point').waitFor();
    expect(await page.locator('pre[aria-label=Label]').textContent()).toContain(
      '"x": 10, "y": 20, "visibility": 2',
    );
  });

  it('keeps the answers over a reload, and forgets one that is removed', async () => {
    await page.reload();
    await page.getByRole('button', { name: 'Result' }).first().click();
    await page.getByRole('button', { name: 'Remove the answer of Worker 2' }).click();
    await page.getByText('no answer').waitFor();
    expect(await page.getByText('1 point', { exact: true }).count()).toBe(2);
  });
});
