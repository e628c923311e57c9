import { readFileSync } from 'node:fs';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { renderTemplate } from '#server/liquid/render-template.ts';
import { startTestServer } from '#server/testing/start-test-server.ts';
import { TestRequester } from '#server/testing/test-requester.ts';
import type { MouseMove, Place, Tab } from './tab.ts';

/** A job of one picture in a real portal. */
export async function serveJob(template: string, input: object, taskObject: string) {
  const server = await startTestServer(undefined, { assetsDir: 'dist/assets' });
  const requester = new TestRequester(server.url);
  await requester.prepare();
  const source = readFileSync(`dist/templates/${template}.liquid.html`, 'utf8');
  const page = renderTemplate(source, { ...input, taskObject }, { grantReadAccess: (uri) => uri });
  await requester.createJob({ name: 'killed', lines: [{ source: 'a' }], template: page });
  return {
    url: `${server.url}/portal/jobs/killed`,
    async close() {
      requester.close();
      await server.close();
    },
  };
}

/** The portal with a task in its sandboxed frame. Every time it is opened, it is another tab of the same worker. */
export class PortalTab implements Tab {
  readonly #context: BrowserContext;
  readonly #url: string;
  #page: Page | undefined;

  private constructor(context: BrowserContext, url: string) {
    this.#context = context;
    this.#url = url;
  }

  /** Signs a worker in. */
  static async in(context: BrowserContext, url: string): Promise<PortalTab> {
    const page = await context.newPage();
    await page.goto(url);
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Continue' }).click();
    // The job's first task may still be in preparation.
    await page.locator('.task-frame, h1').first().waitFor();
    await page.close();
    return new PortalTab(context, url);
  }

  async open(): Promise<void> {
    for (;;) {
      const page = await this.#context.newPage();
      this.#page = page;
      await page.goto(this.#url);
      const frame = page.locator('.task-frame:not(.loading)');
      await frame.or(page.getByText('Nothing left here')).waitFor();
      if (await frame.isVisible()) break;
      await page.close();
    }
    const inside = await this.#inside();
    await inside.waitForFunction(
      () => document.querySelector<Worked>('gt-keypoint, gt-bounding-box')?.stage?.status === 'ready',
    );
    // Messages keep their order: when this one is answered, the element has had its draft.
    await inside.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const answered = ({ data }: MessageEvent) => data?.key === 'probe' && resolve();
          addEventListener('message', answered);
          parent.postMessage({ source: 'gtkit-draft', key: 'probe' }, '*');
        }),
    );
  }

  async answer(): Promise<string> {
    const inside = await this.#inside();
    return await inside.evaluate(
      () => document.querySelector<HTMLInputElement>('input[data-answer]')?.value ?? '',
    );
  }

  async kill(): Promise<void> {
    const page = this.#opened;
    const gone = new Promise((resolve) => page.once('crash', resolve));
    const cdp = await this.#context.newCDPSession(page);
    cdp.send('Page.crash').catch(() => {});
    await gone;
    await page.close();
  }

  async press(chord: string): Promise<void> {
    await this.#opened.keyboard.press(chord);
  }

  async mouse(type: MouseMove, [x, y]: Place): Promise<void> {
    const { mouse } = this.#opened;
    await mouse.move(x, y);
    if (type === 'mousePressed') await mouse.down();
    if (type === 'mouseReleased') await mouse.up();
  }

  get #opened(): Page {
    if (!this.#page) throw new Error('The portal is not open.');
    return this.#page;
  }

  async #inside(): Promise<Frame> {
    const handle = await this.#opened.locator('.task-frame').elementHandle();
    const frame = await handle?.contentFrame();
    if (!frame) throw new Error('The portal shows no task.');
    return frame;
  }
}

type Worked = HTMLElement & { readonly stage?: { readonly status: string } };
