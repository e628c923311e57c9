import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, CDPSession } from 'playwright-core';
import sharp from 'sharp';
import { renderTemplate } from '#server/liquid/render-template.ts';
import { picture } from './open-task.ts';
import type { MouseMove, Place, Tab } from './tab.ts';

/** A built template with a task, served by itself: nothing stands between the browser and its reload. */
export async function serveTask(template: string, input: object) {
  const image = sharp({ create: { ...picture, channels: 3, background: '#8d8a80' } });
  const source = readFileSync(`dist/templates/${template}.liquid.html`, 'utf8');
  const page = renderTemplate(
    source,
    { ...input, taskObject: '/picture.png' },
    { grantReadAccess: (uri) => uri },
  );
  const files: Record<string, [type: string, body: string | Buffer]> = {
    '/picture.png': ['image/png', await image.png().toBuffer()],
    '/crowd.js': ['text/javascript', readFileSync('dist/assets/crowd-html-elements.js')],
  };
  const body = page.replace(/https:\/\/assets\.crowd\.aws\/[\w.-]+/, '/crowd.js');
  const server = createServer((request, response) => {
    const [type, content] = files[request.url ?? ''] ?? ['text/html', body];
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

/** A tab that comes back after its process was killed, which only the browser's own protocol offers. */
export class BareTab implements Tab {
  readonly #cdp: CDPSession;
  readonly #url: string;

  private constructor(cdp: CDPSession, url: string) {
    this.#cdp = cdp;
    this.#url = url;
  }

  static async in(context: BrowserContext, url: string): Promise<BareTab> {
    const cdp = await context.newCDPSession(await context.newPage());
    await cdp.send('Page.enable');
    await cdp.send('Inspector.enable');
    return new BareTab(cdp, url);
  }

  /** Opens the task, and waits until it can be worked on. */
  async open(): Promise<void> {
    const loaded = new Promise((resolve) => this.#cdp.once('Page.loadEventFired', resolve));
    await this.#cdp.send('Page.navigate', { url: this.#url });
    await loaded;
    await this.#ask(`new Promise((resolve) => {
      const look = () => document.querySelector('gt-keypoint, gt-bounding-box')?.stage?.status === 'ready'
        ? resolve() : setTimeout(look, 5);
      look();
    })`);
  }

  /** The answer as it stands. */
  async answer(): Promise<string> {
    return String(await this.#ask(`document.querySelector('input[data-answer]').value`));
  }

  /** Ends the page's process, whatever it is doing. */
  async kill(): Promise<void> {
    const gone = new Promise((resolve) => this.#cdp.once('Inspector.targetCrashed', resolve));
    this.#cdp.send('Page.crash').catch(() => {});
    await gone;
  }

  async press(chord: string): Promise<void> {
    const key = chord.replace('Control+', '');
    const modifiers = key === chord ? 0 : 2;
    const text = modifiers === 0 && key.length === 1 ? { text: key } : {};
    await this.#cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', key, modifiers, ...text });
    await this.#cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', key, modifiers });
  }

  async mouse(type: MouseMove, [x, y]: Place): Promise<void> {
    const pressed = type === 'mouseReleased' ? 0 : 1;
    await this.#cdp.send('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      button: 'left',
      buttons: pressed,
      clickCount: 1,
    });
  }

  async #ask(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#cdp.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }
}
