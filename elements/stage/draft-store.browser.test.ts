import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { catSideView } from '#skeletons/cat-side-view.ts';
import '#elements/gt-keypoint/gt-keypoint.ts';
import type { GtKeypoint } from '#elements/gt-keypoint/gt-keypoint.ts';

/** A picture with an address, which a draft is found by; what follows "?" is a signature and may change. */
const address = (signature: string) =>
  new URL(`../../templates/keypoint-pose/example.jpg?signature=${signature}`, import.meta.url).href;

async function open(signature: string): Promise<GtKeypoint> {
  const element = await fixture<GtKeypoint>(
    html`<gt-keypoint src=${address(signature)} skeleton=${JSON.stringify(catSideView)}></gt-keypoint>`,
  );
  await waitUntil(() => element.stage.status === 'ready', 'the picture is there');
  return element;
}

describe('drafts', () => {
  beforeEach(() => localStorage.clear());
  afterEach(() => localStorage.clear());

  it('bring back what was marked before the page went away, as one step that undo takes back', async () => {
    const element = await open('a');
    element.place({ x: 30, y: 40 }, false);
    element.place({ x: 50, y: 60 }, true);
    const { document } = element;
    element.remove();
    const again = await open('b');
    expect(again.document).to.deep.equal(document);
    expect(again.armed?.keypoint).to.equal(2);
    again.undo();
    expect(again.document.poses[0]?.marks.every((mark) => mark === null)).to.equal(true);
  });

  it('are kept when the element is moved to another place in the page, as crowd-form does', async () => {
    const element = await open('a');
    const form = document.createElement('form');
    element.after(form);
    form.append(element);
    element.place({ x: 30, y: 40 }, false);
    form.remove();
    expect((await open('b')).document.poses[0]?.marks[0]).to.include({ x: 30, y: 40 });
  });

  it('are gone once the answer has been submitted', async () => {
    const element = await open('a');
    element.place({ x: 30, y: 40 }, false);
    element.sealAnswer();
    element.remove();
    expect((await open('b')).document.poses[0]?.marks[0]).to.equal(null);
  });

  it('of another skeleton or another picture do not come', async () => {
    const element = await open('a');
    element.place({ x: 30, y: 40 }, false);
    element.skeleton = { name: 'two', keypoints: [{ name: 'one' }, { name: 'two' }] };
    element.setAttribute('skeleton', '{"name":"two","keypoints":[{"name":"one"},{"name":"two"}]}');
    await element.updateComplete;
    expect(element.document.poses[0]?.marks.length).to.equal(2);
  });

  it('that are nonsense cost nothing', async () => {
    const element = await open('a');
    element.place({ x: 30, y: 40 }, false);
    for (const key of Object.keys(localStorage))
      localStorage.setItem(key, '{"at":1e99,"document":{"poses":7');
    element.remove();
    expect((await open('b')).document.poses.length).to.equal(1);
  });

  it('are kept by the page around a frame that has no storage', async () => {
    const script = `
      Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });`;
    const frame = document.createElement('iframe');
    const skeleton = JSON.stringify(catSideView).replaceAll("'", '&#39;');
    const page = `<script>${script}</script><script type="module" src="${new URL('../gt-keypoint/gt-keypoint.ts', import.meta.url).href}"></script>
      <gt-keypoint src="${address('a')}" skeleton='${skeleton}'></gt-keypoint>`;
    const kept = new Map<string, string>();
    let asked = 0;
    const keep = ({ source, data }: MessageEvent) => {
      if (source !== frame.contentWindow || data?.source !== 'gtkit-draft') return;
      if (data.draft === undefined) {
        asked += 1;
        frame.contentWindow?.postMessage({ ...data, draft: kept.get(data.key) ?? '' }, '*');
      } else kept.set(data.key, data.draft);
    };
    addEventListener('message', keep);
    const inFrame = async () => {
      frame.srcdoc = page;
      await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
      const element = () => frame.contentDocument?.querySelector<GtKeypoint>('gt-keypoint');
      await waitUntil(() => element()?.stage?.status === 'ready', 'the framed picture is there');
      return element() as GtKeypoint;
    };
    document.body.append(frame);
    const first = await inFrame();
    first.place({ x: 30, y: 40 }, false);
    await waitUntil(() => kept.size === 1, 'the page has the draft');
    const second = await inFrame();
    await waitUntil(() => second.document.poses[0]?.marks[0] !== null, 'the draft is back');
    expect(asked).to.equal(2);
    removeEventListener('message', keep);
    frame.remove();
  });
});

describe('telemetry', () => {
  it('goes out with the answer, says how the work went, and stays small', async () => {
    const element = await open('t');
    element.place({ x: 30, y: 40 }, false);
    element.undo();
    element.redo();
    element.nudge(1, 0);
    element.sealAnswer();
    const { telemetry } = JSON.parse(element.querySelector('input')?.value ?? '');
    expect(telemetry).to.include({ edits: 2, undo: 1, redo: 1 });
    expect(telemetry.activeMs).to.be.within(0, 20_000);
    expect(Object.keys(telemetry.pointMs)).to.include('nose');
    expect(JSON.stringify(telemetry).length).to.be.below(4096);
  });

  it('can be turned off', async () => {
    const element = await open('u');
    element.noTelemetry = true;
    element.place({ x: 30, y: 40 }, false);
    element.sealAnswer();
    expect(JSON.parse(element.querySelector('input')?.value ?? '').telemetry).to.equal(undefined);
  });
});
