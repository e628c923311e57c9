import { aTimeout, expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import { resetMouse, sendKeys, sendMouse } from '@web/test-runner-commands';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import { toImage, toScreen } from '#geometry/view.ts';
import { catSideView } from '#skeletons/cat-side-view.ts';
import './gt-keypoint.ts';
import type { GtKeypoint } from './gt-keypoint.ts';
import { removePose } from './pose-actions.ts';

/** A picture of a size, drawn here so that no test needs a file or a network. */
function picture(width = 800, height = 500): string {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (context !== null) {
    context.fillStyle = '#7a8471';
    context.fillRect(0, 0, width, height);
    context.fillStyle = '#23211f';
    context.fillRect(width / 4, height / 3, width / 2, height / 3);
  }
  return canvas.toDataURL('image/png');
}

/** A JPEG of 80 x 50 stored pixels whose EXIF says "turn me a quarter". */
function rotatedPicture(): string {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 80, height: 50 });
  const plain = atob(canvas.toDataURL('image/jpeg').split(',')[1] ?? '');
  const exif = [
    0xff, 0xe1, 0, 34, 69, 120, 105, 102, 0, 0, 77, 77, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0,
    6, 0, 0, 0, 0, 0, 0,
  ];
  return `data:image/jpeg;base64,${btoa(plain.slice(0, 2) + String.fromCharCode(...exif) + plain.slice(2))}`;
}

const labels = '["left_ear","right_ear","nose"]';

async function ready(element: GtKeypoint): Promise<GtKeypoint> {
  await waitUntil(
    () => element.stage.status === 'ready' && element.stage.viewport.width > 0,
    'the picture is there',
  );
  await element.updateComplete;
  return element;
}

const inputs = (element: Element) => element.querySelectorAll<HTMLInputElement>('input');
const answer = (element: Element): KeypointAnswer => JSON.parse(inputs(element)[0]?.value ?? '');

/** A place in image pixels as whole CSS pixels of the page. */
function onPage(element: GtKeypoint, x: number, y: number): [number, number] {
  const box = element.stage.root.getBoundingClientRect();
  const screen = toScreen(element.stage.view, { x, y });
  return [Math.round(screen.x + box.left), Math.round(screen.y + box.top)];
}

async function click(element: GtKeypoint, x: number, y: number): Promise<void> {
  await sendMouse({ type: 'click', position: onPage(element, x, y) });
  await element.updateComplete;
}

/** Presses a key, or a chord such as Control+Shift+z. */
async function press(element: GtKeypoint, key: string): Promise<void> {
  const parts = key.split('+');
  for (const down of parts) await sendKeys({ down });
  for (const up of parts.reverse()) await sendKeys({ up });
  await element.updateComplete;
}

async function drag(element: GtKeypoint, from: [number, number], to: [number, number]): Promise<void> {
  await sendMouse({ type: 'move', position: onPage(element, ...from) });
  await sendMouse({ type: 'down' });
  await sendMouse({ type: 'move', position: onPage(element, ...to) });
  await sendMouse({ type: 'up' });
  await element.updateComplete;
}

/** Axe, once colours have stopped changing. */
async function hasNoBarriers(element: GtKeypoint): Promise<void> {
  await element.updateComplete;
  await Promise.all((element.shadowRoot?.getAnimations() ?? []).map(({ finished }) => finished));
  await expect(element).to.be.accessible();
}

const three = () =>
  fixture<GtKeypoint>(html`<gt-keypoint name="pose" src=${picture()} labels=${labels}></gt-keypoint>`).then(
    ready,
  );

describe('gt-keypoint', () => {
  afterEach(() => resetMouse());

  it('takes every keypoint of a skeleton in its order, one click each, and mirrors them into one hidden input', async () => {
    const element = await fixture<GtKeypoint>(
      html`<gt-keypoint src=${picture()} skeleton=${JSON.stringify(catSideView)} required></gt-keypoint>`,
    ).then(ready);
    // As a cat stands, so that nothing is warned of in between.
    const places = catSideView.keypoints.map(({ name, rest: [x, y] = [0, 0] }) => ({
      label: name,
      x: Math.round(60 + x * 640),
      y: Math.round(80 + y * 380),
    }));
    for (const { x, y } of places) await click(element, x, y);
    expect(inputs(element).length).to.equal(1);
    expect(inputs(element)[0]?.type).to.equal('hidden');
    const { keypoints, inputImageProperties, skeleton } = answer(element);
    expect(keypoints.map(({ label }) => label)).to.deep.equal(places.map(({ label }) => label));
    for (const [index, { x, y }] of keypoints.entries()) {
      // A CSS pixel of the page is about one image pixel here, so a whole click is at most one away.
      expect(Math.abs(x - (places[index]?.x ?? 0))).to.be.at.most(1);
      expect(Math.abs(y - (places[index]?.y ?? 0))).to.be.at.most(1);
      expect(x).to.equal(Math.round(x));
    }
    expect(inputImageProperties).to.deep.equal({ width: 800, height: 500 });
    expect(skeleton?.keypoints.length).to.equal(14);
    expect(element.checkValidity()).to.equal(true);
  });

  it('drags a mark, and undo brings the byte-equal answer back', async () => {
    const element = await three();
    await click(element, 100, 100);
    const before = inputs(element)[0]?.value;
    await drag(element, [100, 100], [300, 200]);
    expect(Math.abs((answer(element).keypoints[0]?.x ?? 0) - 300)).to.be.at.most(1);
    await press(element, 'Control+z');
    expect(inputs(element)[0]?.value).to.equal(before);
    await press(element, 'Control+z');
    expect(answer(element).keypoints).to.deep.equal([]);
    await press(element, 'Control+Shift+z');
    expect(inputs(element)[0]?.value).to.equal(before);
  });

  it('keeps the pixel under the cursor while the wheel zooms', async () => {
    const element = await three();
    const position = onPage(element, 612, 77);
    await sendMouse({ type: 'move', position });
    const box = element.stage.root.getBoundingClientRect();
    const cursor = { x: position[0] - box.left, y: position[1] - box.top };
    const before = toImage(element.stage.view, cursor);
    for (const deltaY of [-300, -120, 90]) {
      element.stage.root.dispatchEvent(
        new WheelEvent('wheel', {
          deltaY,
          clientX: position[0],
          clientY: position[1],
          cancelable: true,
          bubbles: true,
        }),
      );
    }
    const after = toImage(element.stage.view, cursor);
    expect(element.stage.view.k).to.be.greaterThan(1.2);
    expect(after.x).to.be.closeTo(before.x, 1e-6);
    expect(after.y).to.be.closeTo(before.y, 1e-6);
  });

  it('places as hidden with Shift, marks as absent with A, and says so in the answer', async () => {
    const element = await three();
    await sendKeys({ down: 'Shift' });
    await click(element, 100, 100);
    await sendKeys({ up: 'Shift' });
    await press(element, 'a');
    await click(element, 200, 200);
    const { keypoints, absent, instances } = answer(element);
    expect(keypoints.map(({ label, visibility }) => [label, visibility])).to.deep.equal([
      ['left_ear', 'occluded'],
      ['nose', 'visible'],
    ]);
    expect(absent).to.deep.equal([{ label: 'right_ear', instance: '1' }]);
    expect(instances).to.deep.equal([{ id: '1' }]);
  });

  it('changes what is hidden with O, for a mark that is there and for the next one', async () => {
    const element = await three();
    await press(element, 'o');
    await click(element, 100, 100);
    await click(element, 300, 100);
    expect(answer(element).keypoints.map(({ visibility }) => visibility)).to.deep.equal([
      'occluded',
      'visible',
    ]);
    await click(element, 100, 100);
    await press(element, 'o');
    // Nothing is hidden any more, so the answer reads like crowd-keypoint's.
    expect(Object.keys(answer(element).keypoints[0] ?? {})).to.deep.equal(['label', 'x', 'y']);
  });

  it('gives the last keypoint back with Backspace, for one key', async () => {
    const element = await three();
    await click(element, 100, 100);
    await click(element, 200, 100);
    await press(element, 'Backspace');
    await click(element, 250, 100);
    expect(answer(element).keypoints.map(({ label }) => label)).to.deep.equal(['left_ear', 'right_ear']);
    expect(answer(element).keypoints[1]?.x).to.be.closeTo(250, 1);
  });

  it('moves a mark by arrow keys, one pixel or ten, as one step however long the key is held', async () => {
    const element = await three();
    await click(element, 100, 100);
    const start = answer(element).keypoints[0];
    await click(element, 100, 100);
    await press(element, 'ArrowRight');
    await press(element, 'Shift+ArrowDown');
    expect(answer(element).keypoints[0]).to.include({ x: (start?.x ?? 0) + 1, y: (start?.y ?? 0) + 10 });
    await press(element, 'Delete');
    expect(answer(element).keypoints).to.deep.equal([]);
  });

  it('can be done without a pointer', async () => {
    const element = await three();
    element.stage.root.focus();
    for (const key of ['ArrowLeft', 'Shift+ArrowUp', 'Enter', 'ArrowRight', 'Shift+Enter', 'a'])
      await press(element, key);
    const { keypoints, absent } = answer(element);
    expect(keypoints.map(({ visibility }) => visibility)).to.deep.equal(['visible', 'occluded']);
    expect(absent?.length).to.equal(1);
  });

  it('holds an incomplete required answer back, names the point and selects it', async () => {
    const form = await fixture<HTMLFormElement>(
      html`<form><gt-keypoint name="pose" src=${picture()} labels=${labels} required></gt-keypoint></form>`,
    );
    const element = await ready(form.querySelector('gt-keypoint') as GtKeypoint);
    let submitted = 0;
    form.addEventListener('submit', (event) => {
      submitted += 1;
      event.preventDefault();
    });
    await click(element, 100, 100);
    await press(element, 'n');
    form.requestSubmit();
    await element.updateComplete;
    expect(submitted).to.equal(0);
    const sentence = () => element.shadowRoot?.querySelector('.problem')?.textContent;
    expect(sentence()).to.contain('Not marked yet: right ear, nose.');
    expect(element.selected.keypoint).to.equal(1);
    expect(element.shadowRoot?.activeElement).to.equal(element.stage.root);
    await press(element, 'a');
    expect(sentence()).to.contain('Not marked yet: nose.');
    await click(element, 300, 200);
    expect(sentence()).to.equal(undefined);
    element.shadowRoot?.querySelector<HTMLElement>('.submit')?.click();
    expect(submitted).to.equal(1);
    expect(JSON.parse(String(new FormData(form).get('pose'))).keypoints.length).to.equal(2);
  });

  it('is always valid when it is not required', async () => {
    const element = await three();
    expect(element.checkValidity()).to.equal(true);
    expect(element.validationMessage).to.equal('');
  });

  it('starts from initial keypoints, which can be moved', async () => {
    const initial = "[{label:'nose', x:400, y:250}]";
    const element = await fixture<GtKeypoint>(
      html`<gt-keypoint src=${picture()} labels=${labels} initial-value=${initial}></gt-keypoint>`,
    ).then(ready);
    expect(answer(element).keypoints).to.deep.equal([{ label: 'nose', x: 400, y: 250 }]);
    await drag(element, [400, 250], [420, 260]);
    expect(answer(element).keypoints[0]?.x).to.be.closeTo(420, 1);
    await click(element, 100, 100);
    expect(answer(element).keypoints.length).to.equal(2);
  });

  it('marks several animals, each with its name, and removes one', async () => {
    const element = await three();
    for (const x of [100, 150, 200]) await click(element, x, 100);
    await press(element, 'm');
    for (const x of [100, 150, 200]) await click(element, x, 300);
    expect(answer(element).instances).to.deep.equal([{ id: '1' }, { id: '2' }]);
    expect(answer(element).keypoints.map(({ instance }) => instance)).to.deep.equal([
      '1',
      '1',
      '1',
      '2',
      '2',
      '2',
    ]);
    removePose(element, 0);
    expect(answer(element).keypoints.length).to.equal(3);
  });

  it('lets a worker say that nothing is there', async () => {
    const element = await three();
    const button = [...(element.shadowRoot?.querySelectorAll('button') ?? [])].find(({ textContent }) =>
      textContent?.startsWith('No animal'),
    );
    button?.click();
    await element.updateComplete;
    expect(answer(element)).to.include({ nothingToLabel: true });
  });

  it('pans by an empty drag when nothing is left to place, and with the middle button always', async () => {
    const element = await three();
    const pan = async (button: 'left' | 'middle') => {
      const { x } = element.stage.view;
      await sendMouse({ type: 'move', position: onPage(element, 300, 300) });
      await sendMouse({ type: 'down', button });
      await sendMouse({ type: 'move', position: onPage(element, 350, 300) });
      await sendMouse({ type: 'up', button });
      return element.stage.view.x - x;
    };
    expect(await pan('middle')).to.be.greaterThan(30);
    expect(answer(element).keypoints.length).to.equal(0);
    for (const x of [100, 150, 200]) await click(element, x, 100);
    expect(await pan('left')).to.be.greaterThan(30);
    expect(answer(element).keypoints.length).to.equal(3);
  });

  it('follows its attributes while work is under way, and keeps marks by name', async () => {
    const element = await three();
    await click(element, 100, 100);
    element.setAttribute('labels', "['nose', 'left_ear', 'tail']");
    await element.updateComplete;
    expect(element.getAttribute('labels')).to.equal('["nose","left_ear","tail"]');
    expect(answer(element).keypoints.map(({ label }) => label)).to.deep.equal(['left_ear']);
    element.labels = [...(element.labels as string[]), 'paw'];
    await element.updateComplete;
    expect(answer(element).skeleton?.keypoints.length).to.equal(4);
    element.disabled = true;
    await element.updateComplete;
    await click(element, 300, 300);
    expect(answer(element).keypoints.length).to.equal(1);
    expect(inputs(element)[0]?.disabled).to.equal(true);
  });

  it('survives removal and lives beside another one', async () => {
    const page = await fixture<HTMLElement>(html`<div>
      <gt-keypoint style="height:300px" name="a" src=${picture()} labels=${labels}></gt-keypoint>
      <gt-keypoint style="height:300px" name="b" src=${picture(400, 400)} labels=${labels}></gt-keypoint>
    </div>`);
    const [a, b] = [...page.querySelectorAll('gt-keypoint')];
    if (a === undefined || b === undefined) throw new Error('Expected two elements.');
    await Promise.all([ready(a), ready(b)]);
    await click(a, 100, 100);
    await click(b, 50, 50);
    await press(b, 'a');
    a.remove();
    page.prepend(a);
    await aTimeout(0);
    await click(a, 300, 100);
    expect(inputs(a).length).to.equal(1);
    expect(answer(a).keypoints.length).to.equal(2);
    expect(answer(a).absent).to.equal(undefined);
    expect(answer(b).absent?.length).to.equal(1);
  });

  it('tells the author what is wrong with an attribute, and the worker that it is not their fault', async () => {
    const element = await fixture<GtKeypoint>(
      html`<gt-keypoint src=${picture()} skeleton="{oops"></gt-keypoint>`,
    );
    await element.updateComplete;
    const notice = element.shadowRoot?.querySelector('.notice')?.textContent;
    expect(notice).to.contain("It isn't your fault");
    expect(notice).to.contain('The attribute skeleton is not JSON');
    // A count of a skeleton that could not be read would be made up.
    expect(element.shadowRoot?.querySelector('.progress')?.textContent?.trim()).to.equal('');
    // Nothing that looks usable stands around it.
    expect(element.shadowRoot?.querySelector('.panel')).to.equal(null);
    const image = element.shadowRoot?.querySelector('.stage img');
    expect(image && getComputedStyle(image).visibility).to.equal('hidden');
    expect(element.checkValidity()).to.equal(false);
    element.setAttribute('labels', labels);
    element.setAttribute('skeleton', 'null');
    await ready(element);
    expect(element.shadowRoot?.querySelector('.notice')).to.equal(null);
  });

  it('has a map as wide as the card above it, also on a page in standards mode', async () => {
    const element = await ready(
      await fixture(
        html`<gt-keypoint src=${picture()} skeleton=${JSON.stringify(catSideView)}></gt-keypoint>`,
      ),
    );
    expect(document.compatMode).to.equal('CSS1Compat');
    // In a narrow window the panel is a sheet that has to be drawn up.
    if (!element.shadowRoot?.querySelector('.shell[data-panel]'))
      element.shadowRoot?.querySelector<HTMLElement>('.grip')?.click();
    await element.updateComplete;
    const widthOf = (selector: string) =>
      element.shadowRoot?.querySelector(selector)?.getBoundingClientRect().width;
    expect(widthOf('.map')).to.equal(widthOf('.card'));
  });

  it('says when the picture cannot be loaded, and tries again', async () => {
    const element = await fixture<GtKeypoint>(
      html`<gt-keypoint src="/nowhere.png" labels=${labels}></gt-keypoint>`,
    );
    await waitUntil(() => element.stage.status === 'failed');
    await element.updateComplete;
    expect(element.shadowRoot?.querySelector('.notice')?.textContent).to.contain('could not be loaded');
    expect(element.checkValidity()).to.equal(false);
    element.src = picture();
    await ready(element);
    expect(element.checkValidity()).to.equal(true);
  });

  it('fires input and change once per gesture', async () => {
    const element = await three();
    let inputs = 0;
    element.addEventListener('input', () => {
      inputs += 1;
    });
    const change = oneEvent(element, 'change');
    await click(element, 100, 100);
    await change;
    await drag(element, [100, 100], [200, 200]);
    expect(inputs).to.equal(2);
  });

  it('zooms by two fingers and never leaves a mark behind', async () => {
    const element = await three();
    const { root } = element.stage;
    const touch = (type: string, pointerId: number, x: number, y: number) => {
      const [clientX, clientY] = onPage(element, x, y);
      root.dispatchEvent(
        new PointerEvent(type, { pointerType: 'touch', pointerId, clientX, clientY, bubbles: true }),
      );
    };
    const before = element.stage.view.k;
    touch('pointerdown', 21, 300, 200);
    touch('pointerdown', 22, 400, 200);
    touch('pointermove', 22, 600, 200);
    touch('pointerup', 22, 600, 200);
    touch('pointerup', 21, 300, 200);
    expect(element.stage.view.k / before).to.be.closeTo(3, 0.1);
    expect(answer(element).keypoints.length).to.equal(0);
    touch('pointerdown', 23, 300, 200);
    touch('pointerup', 23, 300, 200);
    expect(answer(element).keypoints[0]).to.include({ label: 'left_ear' });
  });

  it('counts stored pixels, whatever orientation the file asks for', async () => {
    const element = await fixture<GtKeypoint>(
      html`<gt-keypoint src=${rotatedPicture()} labels=${labels}></gt-keypoint>`,
    );
    await ready(element);
    expect(answer(element).inputImageProperties).to.deep.equal({ width: 80, height: 50 });
    expect(element.stage.image.element.getBoundingClientRect().width).to.be.greaterThan(
      element.stage.image.element.getBoundingClientRect().height,
    );
  });

  it('has no barriers: empty, placing, complete, with a problem, with the sheet open', async () => {
    const form = await fixture<HTMLFormElement>(
      html`<form><gt-keypoint header="Mark the cat" src=${picture()} skeleton=${JSON.stringify(catSideView)} required></gt-keypoint></form>`,
    );
    const element = await ready(form.querySelector('gt-keypoint') as GtKeypoint);
    await hasNoBarriers(element);
    await click(element, 100, 100);
    await press(element, 'm');
    expect(element.reportValidity()).to.equal(false);
    await element.updateComplete;
    await hasNoBarriers(element);
    removePose(element, 1);
    for (let x = 0; x < 13; x++) await press(element, 'a');
    expect(element.checkValidity()).to.equal(true);
    await press(element, '?');
    await hasNoBarriers(element);
  });
});
