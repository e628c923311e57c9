import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { GtBoundingBox } from '#elements/gt-bounding-box/bounding-box-element.ts';
import { catSideView } from '#skeletons/cat-side-view.ts';
import '#elements/gt-bounding-box/gt-bounding-box.ts';
import '#elements/gt-image-classifier/gt-image-classifier.ts';
import type { GtImageClassifier } from '#elements/gt-image-classifier/gt-image-classifier.ts';
import { GtKeypoint } from '#elements/gt-keypoint/gt-keypoint.ts';

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
    element.sealAnswer(new Event('submit'));
    await Promise.resolve();
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

  // Another version's, or put there by somebody: pictures of one origin share a storage with whatever else is there.
  const hostile: [tag: string, attributes: string, documents: unknown[]][] = [
    [
      'gt-keypoint',
      `labels='["a","b"]'`,
      [
        null,
        7,
        'text',
        [],
        {},
        { poses: 7, nothing: false },
        { poses: [], nothing: false },
        { poses: [null], nothing: false },
        { poses: [{ id: '1', marks: 'x' }], nothing: false },
        { poses: [{ id: '1', marks: [null] }], nothing: false },
        { poses: [{ id: '1', marks: [null, null, null] }], nothing: false },
        { poses: [{ id: '1', marks: [undefined, 3] }], nothing: false },
        { poses: [{ id: {}, marks: [null, null] }], nothing: false },
        { poses: [{ id: '1', name: 5, marks: [null, null] }], nothing: false },
        { poses: [{ id: '1', marks: [{ visibility: 'visible', x: 'a', y: 1 }, null] }] },
        { poses: [{ id: '1', marks: [{ visibility: 'visible', x: 1 }, null] }] },
        { poses: [{ id: '1', marks: [{ visibility: 'seen', x: 1, y: 2 }, null] }] },
        { poses: [{ id: '1', marks: [{ x: 1, y: 2 }, null] }] },
      ],
    ],
    [
      'gt-bounding-box',
      `labels='["a","b"]'`,
      [
        null,
        7,
        [],
        {},
        { boxes: 7, nothingToLabel: false, nextId: 2 },
        { boxes: [null], nothingToLabel: false, nextId: 2 },
        { boxes: [{ id: 1, label: 'a', left: 0, top: 0, width: 'x', height: 9 }], nextId: 2 },
        { boxes: [{ id: 1, label: 5, left: 0, top: 0, width: 9, height: 9 }], nextId: 2 },
        { boxes: [{ id: 1, label: 'a', left: 0, top: 0, width: -9, height: 9 }], nextId: 2 },
      ],
    ],
    [
      'gt-image-classifier',
      `categories='["a","b"]'`,
      [
        null,
        7,
        [],
        {},
        { chosen: 'a', comment: '' },
        { chosen: ['a'], comment: 4 },
        { chosen: ['z'], comment: '' },
      ],
    ],
  ];
  for (const [tag, attributes, documents] of hostile) {
    it(`of another shape are ignored by ${tag}`, async () => {
      const errors: string[] = [];
      const note = (event: ErrorEvent | PromiseRejectionEvent) => errors.push(String(event));
      addEventListener('error', note);
      addEventListener('unhandledrejection', note);
      const place = document.createElement('div');
      document.body.append(place);
      const appear = async () => {
        place.innerHTML = `<${tag} src="${address('a')}" ${attributes}></${tag}>`;
        const element = place.firstElementChild as GtKeypoint | GtBoundingBox | GtImageClassifier;
        await waitUntil(() => element.stage.status === 'ready', 'the picture is there');
        await element.updateComplete;
        return element;
      };
      const untouched = JSON.stringify((await appear()).value);
      // Any edit makes the draft, and so tells its name.
      const element = await appear();
      if (element instanceof GtKeypoint) element.place({ x: 9, y: 9 }, false);
      else if (element instanceof GtBoundingBox) element.session.draw({ x: 9, y: 9 }, { x: 40, y: 40 });
      else element.choose('a');
      const [name = ''] = Object.keys(localStorage);
      expect(name).to.contain(tag);
      for (const document of documents) {
        localStorage.setItem(name, JSON.stringify({ at: Date.now(), document }));
        const again = await appear();
        expect(JSON.stringify(again.value), JSON.stringify(document)).to.equal(untouched);
        expect(again.canUndo).to.equal(false);
      }
      place.remove();
      removeEventListener('error', note);
      removeEventListener('unhandledrejection', note);
      expect(errors).to.deep.equal([]);
    });
  }

  it('of a box outside its picture come back inside', async () => {
    const place = await fixture(html`<div></div>`);
    const appear = async () => {
      place.innerHTML = `<gt-bounding-box src="${address('a')}" labels='["a"]'></gt-bounding-box>`;
      const element = place.firstElementChild as GtBoundingBox;
      await waitUntil(() => element.stage.status === 'ready', 'the picture is there');
      return element;
    };
    (await appear()).session.draw({ x: 9, y: 9 }, { x: 40, y: 40 });
    const [name = ''] = Object.keys(localStorage);
    const box = { id: 3, label: 'a', left: -50, top: 0, width: 9_000, height: 40 };
    const document = { boxes: [box], nothingToLabel: true, nextId: 4 };
    localStorage.setItem(name, JSON.stringify({ at: Date.now(), document }));
    const { stage, value } = await appear();
    expect(value).to.deep.include({
      boundingBoxes: [{ label: 'a', left: 0, top: 0, width: stage.image.size.width, height: 40 }],
    });
    expect(value).not.to.have.property('nothingToLabel');
  });

  it('of boxes wait for the picture, also when a form moves the element before that', async () => {
    const place = await fixture(html`<div></div>`);
    const appear = async () => {
      place.innerHTML = `<gt-bounding-box src="${address('a')}" labels='["a"]'></gt-bounding-box>`;
      const element = place.firstElementChild as GtBoundingBox;
      await element.updateComplete;
      place.append(element);
      await waitUntil(() => element.stage.status === 'ready', 'the picture is there');
      return element;
    };
    const first = await appear();
    first.session.draw({ x: 9, y: 9 }, { x: 40, y: 40 });
    const { value } = first;
    expect((await appear()).value).to.deep.equal(value);
  });

  it('of tasks that nobody came back to are cleared away after eight hours', async () => {
    const at = Date.now() - 9 * 3_600_000;
    localStorage.setItem('gtkit-draft:old', JSON.stringify({ at, document: {} }));
    localStorage.setItem('gtkit-draft:broken', '{');
    localStorage.setItem('gtkit-draft:new', JSON.stringify({ at: Date.now(), document: {} }));
    localStorage.setItem('something else', '{');
    await open('a');
    expect(Object.keys(localStorage).sort()).to.deep.equal(['gtkit-draft:new', 'something else']);
  });

  it('stay while the page itself holds the submit back', async () => {
    const form = await fixture<HTMLFormElement>(
      html`<form><gt-keypoint src=${address('a')} labels='["a","b"]'></gt-keypoint></form>`,
    );
    const element = form.querySelector('gt-keypoint') as GtKeypoint;
    await waitUntil(() => element.stage.status === 'ready', 'the picture is there');
    element.place({ x: 30, y: 40 }, false);
    form.addEventListener('submit', (event) => event.preventDefault());
    form.requestSubmit();
    await Promise.resolve();
    expect(localStorage.length).to.equal(1);
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
