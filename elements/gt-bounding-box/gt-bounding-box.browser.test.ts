import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { resetMouse, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import type axeCore from 'axe-core';
import 'axe-core';
import type { BoundingBoxAnswer } from '#contracts/bounding-box-answer.ts';
import type { CrowdForm } from '../crowd/crowd-form.ts';
import '../crowd/crowd-html-elements.ts';
import './gt-bounding-box.ts';
import type { GtBoundingBox } from './bounding-box-element.ts';

// The package is a classic script: in the browser it is a global.
const { axe } = globalThis as unknown as { axe: typeof axeCore };

const size = { width: 400, height: 300 };
const boat = { left: 50, top: 60, width: 120, height: 80, label: 'boat' };
const person = { left: 80, top: 80, width: 30, height: 40, label: 'person' };

/** A picture of 400 x 300 pixels, as an address. */
function picture(): string {
  const canvas = Object.assign(document.createElement('canvas'), size);
  const context = canvas.getContext('2d');
  if (context) {
    context.fillStyle = '#7a8a99';
    context.fillRect(0, 0, size.width, size.height);
  }
  return canvas.toDataURL();
}

async function setUp(attributes: Record<string, unknown> = {}): Promise<GtBoundingBox> {
  const form = await fixture<CrowdForm>(html`<crowd-form><gt-bounding-box></gt-bounding-box></crowd-form>`);
  const element = form.querySelector('gt-bounding-box') as GtBoundingBox;
  const all = {
    src: picture(),
    labels: ['boat', 'person'],
    header: 'Draw boxes.',
    required: '',
    ...attributes,
  };
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined)
      element.setAttribute(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  while (element.stage.status !== 'ready' || element.stage.viewport.width === 0) await nextFrame();
  await element.updateComplete;
  await nextFrame();
  return element;
}

/** The place of an image pixel on the page. */
function at(element: GtBoundingBox, x: number, y: number): [number, number] {
  const { view, root } = element.stage;
  const { left, top } = root.getBoundingClientRect();
  return [Math.round(left + view.x + x * view.k), Math.round(top + view.y + y * view.k)];
}

async function drag(element: GtBoundingBox, from: [number, number], to: [number, number]): Promise<void> {
  await sendMouse({ type: 'move', position: at(element, ...from) });
  await sendMouse({ type: 'down' });
  await sendMouse({ type: 'move', position: at(element, (from[0] + to[0]) / 2, (from[1] + to[1]) / 2) });
  await sendMouse({ type: 'move', position: at(element, ...to) });
  await sendMouse({ type: 'up' });
  await element.updateComplete;
}

async function click(element: GtBoundingBox, x: number, y: number): Promise<void> {
  await sendMouse({ type: 'click', position: at(element, x, y) });
  await element.updateComplete;
}

async function press(element: GtBoundingBox, key: string): Promise<void> {
  const [modifier, named] = key.includes('+') ? key.split('+') : [undefined, key];
  if (modifier) await sendKeys({ down: modifier });
  await sendKeys({ press: named ?? key });
  if (modifier) await sendKeys({ up: modifier });
  await element.updateComplete;
}

/** What the form would submit. */
function answer(element: GtBoundingBox): BoundingBoxAnswer {
  const inputs = element.querySelectorAll<HTMLInputElement>('input[type=hidden]');
  expect(inputs.length).to.equal(1);
  return JSON.parse(inputs[0]?.value ?? '');
}

/** Box sides within one pixel: the pointer stands on whole CSS pixels, the picture is scaled. */
function expectBox(box: object | undefined, expected: Record<string, number | string>): void {
  for (const [name, value] of Object.entries(expected)) {
    const found = (box as Record<string, unknown>)[name];
    if (typeof value === 'number') expect(found, name).to.be.closeTo(value, 1);
    else expect(found, name).to.equal(value);
  }
}

const text = (element: GtBoundingBox, selector: string) =>
  element.shadowRoot?.querySelector(selector)?.textContent?.trim();

describe('gt-bounding-box', () => {
  before(() => setViewport({ width: 1280, height: 800 }));
  afterEach(() => resetMouse());

  it('begins with four clicks for a box where the author says so, also while the page is open', async () => {
    const element = await setUp({ extreme: '' });
    const [checkbox] = element.renderRoot.querySelectorAll<HTMLInputElement>('.extreme input');
    expect(checkbox?.checked).to.equal(true);
    element.removeAttribute('extreme');
    await element.updateComplete;
    expect(checkbox?.checked).to.equal(false);
  });

  it('draws a box by a drag and mirrors it into one hidden input', async () => {
    const element = await setUp();
    await drag(element, [50, 60], [170, 140]);
    const { boundingBoxes, inputImageProperties, ...rest } = answer(element);
    expect(boundingBoxes.length).to.equal(1);
    expectBox(boundingBoxes[0], boat);
    expect(inputImageProperties).to.deep.equal({ height: 300, width: 400 });
    expect(rest).to.deep.equal({ labels: ['boat', 'person'] });
  });

  it('draws a box by two clicks', async () => {
    const element = await setUp();
    await click(element, 50, 60);
    expect(text(element, '.hint')).to.contain('opposite corner');
    await click(element, 170, 140);
    expectBox(answer(element).boundingBoxes[0], boat);
  });

  it('forgets the first of two clicks with Escape', async () => {
    const element = await setUp();
    await click(element, 50, 60);
    await press(element, 'Escape');
    await drag(element, [200, 200], [260, 240]);
    const { boundingBoxes } = answer(element);
    expect(boundingBoxes.length).to.equal(1);
    expectBox(boundingBoxes[0], { left: 200, top: 200 });
  });

  it('cuts a box off at the edge of the picture', async () => {
    const element = await setUp();
    await drag(element, [350, 250], [410, 310]);
    expectBox(answer(element).boundingBoxes[0], { left: 350, top: 250, width: 50, height: 50 });
  });

  it('keeps the label for the next box until a number key chooses another', async () => {
    const element = await setUp();
    await press(element, '2');
    await drag(element, [20, 20], [60, 60]);
    await drag(element, [200, 20], [260, 60]);
    expect(answer(element).boundingBoxes.map(({ label }) => label)).to.deep.equal(['person', 'person']);
    await press(element, '1');
    expect(text(element, '.heading h2')).to.equal('Next box');
    expect(text(element, '.chip[aria-pressed=true] .chip-name')).to.equal('boat');
    expect(answer(element).boundingBoxes.map(({ label }) => label)).to.deep.equal(['person', 'person']);
    await click(element, 40, 40);
    expect(text(element, '.heading h2')).to.equal('This box');
    await press(element, '1');
    expect(answer(element).boundingBoxes.map(({ label }) => label)).to.deep.equal(['boat', 'person']);
  });

  it('draws inside a box that was just drawn, and moves one that was clicked', async () => {
    const element = await setUp();
    await drag(element, [50, 60], [170, 140]);
    await drag(element, [80, 80], [110, 120]);
    expect(answer(element).boundingBoxes.length).to.equal(2);
    await click(element, 150, 130);
    await drag(element, [140, 120], [160, 150]);
    const { boundingBoxes } = answer(element);
    expect(boundingBoxes.length).to.equal(2);
    expectBox(boundingBoxes[0], { left: 70, top: 90, width: 120, height: 80 });
  });

  it('resizes by a corner and by an edge', async () => {
    const element = await setUp({ 'initial-value': [boat] });
    await click(element, 110, 100);
    await drag(element, [170, 140], [200, 180]);
    expectBox(answer(element).boundingBoxes[0], { left: 50, top: 60, width: 150, height: 120 });
    await drag(element, [50, 120], [30, 120]);
    expectBox(answer(element).boundingBoxes[0], { left: 30, top: 60, width: 170, height: 120 });
  });

  it('goes through the boxes under the cursor, click by click', async () => {
    const element = await setUp({ 'initial-value': [boat, person] });
    const labels: (string | undefined)[] = [];
    for (let count = 0; count < 3; count += 1) {
      await click(element, 95, 100);
      labels.push(element.session.selected?.label);
    }
    expect(labels).to.deep.equal(['person', 'boat', 'person']);
  });

  it('nudges with the arrows, duplicates, deletes, and takes it all back', async () => {
    const element = await setUp({ 'initial-value': [boat] });
    expect(answer(element).initialValueModified).to.equal(false);
    await click(element, 110, 100);
    await press(element, 'ArrowRight');
    await press(element, 'Shift+ArrowDown');
    expectBox(answer(element).boundingBoxes[0], { left: 51, top: 70 });
    expect(answer(element).initialValueModified).to.equal(true);
    await press(element, 'd');
    expect(answer(element).boundingBoxes.length).to.equal(2);
    await press(element, 'Delete');
    expect(answer(element).boundingBoxes.length).to.equal(1);
    for (let count = 0; count < 4; count += 1) await press(element, 'Control+z');
    const { boundingBoxes, initialValueModified } = answer(element);
    expect(boundingBoxes).to.deep.equal([boat]);
    expect(initialValueModified).to.equal(false);
    await press(element, 'Control+y');
    expectBox(answer(element).boundingBoxes[0], { left: 51, top: 60 });
  });

  it('draws with the keyboard alone', async () => {
    const element = await setUp();
    element.stage.root.focus();
    await press(element, 'Enter');
    for (const key of ['ArrowRight', 'Enter', 'Shift+ArrowRight', 'Shift+ArrowDown', 'Enter'])
      await press(element, key);
    const { boundingBoxes } = answer(element);
    expect(boundingBoxes.length).to.equal(1);
    expectBox(boundingBoxes[0], { left: 201, top: 150, width: 10, height: 10 });
    await press(element, 'Alt+ArrowLeft');
    await press(element, 'Enter');
    await press(element, 'Shift+ArrowDown');
    await press(element, 'Shift+ArrowRight');
    await press(element, 'Enter');
    expectBox(answer(element).boundingBoxes[1], { left: 111, top: 160, width: 10, height: 10 });
  });

  it('says kindly why a box is too small', async () => {
    const element = await setUp();
    await drag(element, [50, 60], [170, 61]);
    expect(answer(element).boundingBoxes).to.deep.equal([]);
    expect(text(element, '.problem')).to.match(/needs at least 3 on each side/);
  });

  it('holds a submit from outside back too while a box is required, and takes "nothing to label"', async () => {
    const element = await setUp();
    const form = element.closest('crowd-form') as CrowdForm;
    let submits = 0;
    form.addEventListener('submit', (event) => {
      submits += 1;
      event.preventDefault();
    });
    form.submit();
    await element.updateComplete;
    expect(submits).to.equal(0);
    expect(text(element, '.problem')).to.contain('No boxes yet');
    element.shadowRoot?.querySelector<HTMLInputElement>('.none input')?.click();
    await element.updateComplete;
    expect(answer(element).nothingToLabel).to.equal(true);
    element.submit();
    expect(submits).to.equal(1);
  });

  it('leaves the submit button to the element', async () => {
    const element = await setUp();
    const form = element.closest('crowd-form') as CrowdForm;
    expect(form.shadowRoot?.querySelector<HTMLElement>('.submit')?.hidden).to.equal(true);
  });

  it('asks for another label where an earlier one is not in the list', async () => {
    const element = await setUp({ 'initial-value': [{ ...boat, label: 'ship' }] });
    expect(element.reportValidity()).to.equal(false);
    await element.updateComplete;
    expect(text(element, '.problem')).to.contain('Not in the list of labels: ship');
    await press(element, '1');
    expect(text(element, '.problem')).to.equal(undefined);
  });

  it('selects from the list, whose delete button deletes', async () => {
    const element = await setUp({ 'initial-value': [boat, person] });
    const list = element.shadowRoot?.querySelector('gt-box-list');
    await list?.updateComplete;
    const rows = () => [...(list?.querySelectorAll('li') ?? [])];
    expect(rows().map((row) => row.textContent?.replace(/\s+/g, ' ').trim())).to.deep.equal([
      'boat 120 × 80',
      'person 30 × 40',
    ]);
    rows()[1]?.querySelector<HTMLElement>('.pick')?.click();
    expect(element.session.selected?.label).to.equal('person');
    rows()[0]?.querySelector<HTMLElement>('.remove')?.click();
    expect(answer(element).boundingBoxes).to.deep.equal([person]);
  });

  it('keeps only the rows in sight of ten thousand boxes', async () => {
    const boxes = Array.from({ length: 10_000 }, (_, index) => ({
      left: index % 390,
      top: Math.floor(index / 390),
      width: 9,
      height: 9,
      label: 'boat',
    }));
    const element = await setUp({ 'initial-value': boxes });
    const list = element.shadowRoot?.querySelector('gt-box-list');
    await list?.updateComplete;
    expect(list?.querySelectorAll('li').length).to.be.lessThan(60);
    expect(answer(element).boundingBoxes.length).to.equal(10_000);
  });

  it('takes attributes that are written by hand, and empty ones as not set', async () => {
    const element = await setUp({ labels: "['boat', 'person',]", 'initial-value': 'null' });
    expect(answer(element)).to.deep.equal({
      boundingBoxes: [],
      inputImageProperties: { height: 300, width: 400 },
      labels: ['boat', 'person'],
    });
  });

  it('writes its labels back as compact JSON, and takes new ones while it is open', async () => {
    const element = await setUp({ labels: "['boat', 'person',]" });
    expect(element.getAttribute('labels')).to.equal('["boat","person"]');
    element.labels = ['boat', 'person', 'house'];
    await element.updateComplete;
    expect(element.getAttribute('labels')).to.equal('["boat","person","house"]');
    expect(element.shadowRoot?.querySelectorAll('.chip').length).to.equal(3);
  });

  it('hides the boxes while H is held', async () => {
    const element = await setUp({ 'initial-value': [boat] });
    const boxes = element.stage.root.querySelector('canvas') as Element;
    const opacity = () => getComputedStyle(boxes).opacity;
    expect(opacity()).to.equal('1');
    await sendKeys({ down: 'h' });
    expect(opacity()).to.equal('0');
    await sendKeys({ up: 'h' });
    expect(opacity()).to.equal('1');
  });

  it('tells the author what is wrong with the attributes, and the worker that it is not their fault', async () => {
    const element = await setUp({ labels: undefined });
    expect(text(element, '.notice')).to.contain("isn't your fault");
    expect(text(element, '.notice code')).to.contain('"labels" cannot be used');
    expect(element.checkValidity()).to.equal(false);
  });

  it('shows but does not edit while it is disabled', async () => {
    const element = await setUp({ disabled: '', 'initial-value': [boat] });
    await drag(element, [200, 200], [260, 260]);
    await press(element, 'Delete');
    expect(element.document.boxes.length).to.equal(1);
    expect(element.querySelector<HTMLInputElement>('input[type=hidden]')?.disabled).to.equal(true);
  });

  it('shows a loupe beside the corner that is drawn or moved, until L turns it off', async () => {
    const element = await setUp();
    const isSeen = () => element.stage.loupe?.style.visibility === 'visible';
    await sendMouse({ type: 'move', position: at(element, 60, 60) });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: at(element, 160, 140) });
    await nextFrame();
    expect(isSeen()).to.equal(true);
    await sendMouse({ type: 'up' });
    await nextFrame();
    expect(isSeen()).to.equal(false);
    // Taken two pixels beside its edge, the edge itself is in the middle of the loupe.
    const [x, y] = at(element, 160, 100);
    await sendMouse({ type: 'move', position: [x + 2, y] });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [x + 42, y] });
    await nextFrame();
    expect(isSeen()).to.equal(true);
    const { left = 0, width = 0 } = element.session.shown ?? {};
    expect(element.tool.aim?.at.x).to.equal(left + width);
    await sendMouse({ type: 'up' });
    await press(element, 'l');
    await drag(element, [250, 200], [300, 250]);
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: at(element, 330, 270) });
    await nextFrame();
    expect(isSeen()).to.equal(false);
    await sendMouse({ type: 'up' });
  });

  it('is a control of a plain form, which asks it before it is submitted', async () => {
    const form = await fixture<HTMLFormElement>(
      html`<form><fieldset><gt-bounding-box .src=${picture()} .labels=${['boat']} required></gt-bounding-box></fieldset></form>`,
    );
    const element = form.querySelector('gt-bounding-box') as GtBoundingBox;
    while (element.stage.status !== 'ready' || element.stage.viewport.width === 0) await nextFrame();
    await element.updateComplete;
    let submits = 0;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      submits += 1;
    });
    expect([...form.elements]).to.include(element);
    expect(element.form).to.equal(form);
    expect(form.matches(':invalid')).to.equal(true);
    expect(element.validity.customError).to.equal(true);
    form.requestSubmit();
    await element.updateComplete;
    expect(submits).to.equal(0);
    expect(text(element, '.problem')).to.contain('No boxes yet');
    await drag(element, [50, 60], [170, 140]);
    expect(form.checkValidity()).to.equal(true);
    form.requestSubmit();
    expect(submits).to.equal(1);
    expect([...new FormData(form).keys()]).to.deep.equal(['annotatedResult']);
    form.reset();
    expect(element.document.boxes.length).to.equal(0);
    element.undo();
    expect(element.document.boxes.length).to.equal(1);
    form.querySelector('fieldset')?.toggleAttribute('disabled', true);
    await element.updateComplete;
    expect(element.disabled).to.equal(true);
    expect(form.checkValidity()).to.equal(true);
  });

  it('has no accessibility violations while empty, with boxes, and with a problem', async () => {
    const element = await setUp();
    const violations = async () => {
      await element.updateComplete;
      // Colours that are still changing have no contrast to speak of.
      const changes = [...document.getAnimations(), ...(element.shadowRoot?.getAnimations() ?? [])];
      await Promise.all(changes.map(({ finished }) => finished));
      return (await axe.run(element)).violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html: markup }) => markup)}`,
      );
    };
    expect(await violations()).to.deep.equal([]);
    element.reportValidity();
    await element.updateComplete;
    expect(await violations()).to.deep.equal([]);
    await drag(element, [50, 60], [170, 140]);
    expect(await violations()).to.deep.equal([]);
  });
});
