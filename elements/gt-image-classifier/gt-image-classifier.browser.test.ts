import { expect, fixture, html, nextFrame, waitUntil } from '@open-wc/testing';
import { emulateMedia, resetMouse, sendKeys, sendMouse } from '@web/test-runner-commands';
import type axeCore from 'axe-core';
import 'axe-core';
import type { CrowdForm } from '../crowd/crowd-form.ts';
import '../crowd/crowd-html-elements.ts';
import '../gt-bounding-box/gt-bounding-box.ts';
import '../gt-keypoint/gt-keypoint.ts';
import { toScreen } from '#geometry/view.ts';
import type { LabelingElement } from '../stage/labeling-element.ts';
import './gt-image-classifier.ts';
import type { GtImageClassifier } from './gt-image-classifier.ts';

// The package is a classic script: in the browser it is a global.
const { axe } = globalThis as unknown as { axe: typeof axeCore };

const size = { width: 400, height: 300 };
const boats = { labels: ['boat'], value: [{ left: 50, top: 60, width: 120, height: 80, label: 'boat' }] };
const cat = {
  skeleton: { name: 'cat', keypoints: [{ name: 'nose' }, { name: 'tail' }], edges: [['nose', 'tail']] },
  value: [
    { label: 'nose', x: 100, y: 100 },
    { label: 'tail', x: 200, y: 120 },
  ],
};
const verdicts = ['right', 'loose', 'missing'];

function picture(): string {
  const canvas = Object.assign(document.createElement('canvas'), size);
  const context = canvas.getContext('2d');
  if (context) {
    context.fillStyle = '#7a8a99';
    context.fillRect(0, 0, size.width, size.height);
  }
  return canvas.toDataURL();
}

async function setUp(attributes: Record<string, unknown> = {}): Promise<GtImageClassifier> {
  const form = await fixture<CrowdForm>(
    html`<crowd-form><gt-image-classifier></gt-image-classifier></crowd-form>`,
  );
  const element = form.querySelector('gt-image-classifier') as GtImageClassifier;
  const all = {
    src: picture(),
    categories: ['boat', 'house', 'person'],
    header: 'What is it?',
    required: '',
    ...attributes,
  };
  for (const [name, value] of Object.entries(all))
    if (value !== undefined)
      element.setAttribute(name, typeof value === 'string' ? value : JSON.stringify(value));
  while (element.stage.status !== 'ready' || element.stage.viewport.width === 0) await nextFrame();
  await element.updateComplete;
  return element;
}

async function press(element: GtImageClassifier, ...keys: string[]): Promise<void> {
  for (const key of keys) await sendKeys({ press: key });
  await element.updateComplete;
}

async function click(element: GtImageClassifier, selector: string): Promise<void> {
  part(element, selector).scrollIntoView({ block: 'nearest' });
  const button = part(element, selector).getBoundingClientRect();
  await sendMouse({
    type: 'click',
    position: [Math.round(button.left + button.width / 2), Math.round(button.top + button.height / 2)],
  });
  await element.updateComplete;
}

function part<Part extends HTMLElement>(element: GtImageClassifier, selector: string): Part {
  const found = element.renderRoot.querySelector<Part>(selector);
  if (found === null) throw new Error(`There is no ${selector}.`);
  return found;
}

/** What the form would submit, but for how long it took. */
function answer(element: GtImageClassifier): Record<string, unknown> {
  const inputs = element.querySelectorAll<HTMLInputElement>('input[type=hidden]');
  expect(inputs.length).to.equal(1);
  const { telemetry: _, ...own } = JSON.parse(inputs[0]?.value ?? '');
  return own;
}

/** Every answer that the form lets out from now on. */
function submitted(element: GtImageClassifier): Record<string, unknown>[] {
  const answers: Record<string, unknown>[] = [];
  element.closest('crowd-form')?.addEventListener('submit', (event) => {
    event.preventDefault();
    answers.push(answer(element));
  });
  return answers;
}

async function accessible(element: GtImageClassifier): Promise<void> {
  await nextFrame();
  // Colours that are still changing have no contrast to speak of.
  await Promise.all((element.shadowRoot?.getAnimations() ?? []).map(({ finished }) => finished));
  const { violations } = await axe.run(element, { rules: { region: { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).to.deep.equal([]);
}

// Colours that are still on their way have no contrast yet.
before(() => emulateMedia({ reducedMotion: 'reduce' }));
after(() => emulateMedia({ reducedMotion: 'no-preference' }));
afterEach(() => resetMouse());

describe('<gt-image-classifier>', () => {
  it('takes a category by its number, and submits with Enter', async () => {
    const element = await setUp();
    const answers = submitted(element);
    await press(element, '2', 'Enter');
    expect(answers).to.deep.equal([{ categories: ['boat', 'house', 'person'], label: 'house' }]);
  });

  it('takes a category by a click, and takes the choice back with undo', async () => {
    const element = await setUp();
    await click(element, '.choice:nth-child(3)');
    expect(answer(element)['label']).to.equal('person');
    element.undo();
    expect(answer(element)).not.to.have.property('label');
  });

  it('gives the tenth category the key 0, and an eleventh none', async () => {
    const categories = Array.from({ length: 11 }, (_, index) => `kind ${index + 1}`);
    const element = await setUp({ categories });
    await press(element, '0');
    expect(answer(element)['label']).to.equal('kind 10');
    expect(part(element, '.choice:nth-child(11)').querySelector('kbd')).to.equal(null);
  });

  it('says kindly that nothing is chosen, and goes to the choices', async () => {
    const element = await setUp();
    const answers = submitted(element);
    await press(element, 'Enter');
    expect(answers).to.deep.equal([]);
    expect(part(element, '.problem').textContent).to.contain('Nothing is chosen yet');
    expect(element.shadowRoot?.activeElement?.textContent).to.contain('boat');
    await press(element, '1');
    expect(element.renderRoot.querySelector('.problem')).to.equal(null);
  });

  it('lets several apply, and one category exclude the others', async () => {
    const element = await setUp({ multiple: '', 'exclusion-category': "{ text: 'none of these' }" });
    await press(element, '3', '1');
    expect(answer(element)['labels']).to.deep.equal(['boat', 'person']);
    await press(element, '4');
    expect(answer(element)['labels']).to.deep.equal(['none of these']);
    await press(element, '2');
    expect(answer(element)['labels']).to.deep.equal(['house']);
    expect(part(element, '.choice').getAttribute('role')).to.equal('checkbox');
    await accessible(element);
  });

  it('submits with the choice where the author wants that', async () => {
    const element = await setUp({ 'submit-on-choice': '' });
    const answers = submitted(element);
    await press(element, '1');
    expect(answers).to.have.length(1);
  });

  it('takes a comment where the author asks for one; keys in it choose nothing', async () => {
    const element = await setUp();
    element.insertAdjacentHTML('beforeend', '<worker-comment header="Why?"></worker-comment>');
    element.requestUpdate();
    await press(element, '1', 'c');
    await sendKeys({ type: 'because 2' });
    expect(answer(element)).to.include({ label: 'boat', workerComment: 'because 2' });
    await accessible(element);
  });

  it('reaches every control with Tab', async () => {
    const element = await setUp({ verify: '', categories: verdicts, overlay: { boundingBox: boats } });
    await element.reject();
    const all = [...element.renderRoot.querySelectorAll<HTMLElement>('.panel button, .panel textarea')];
    const wanted = new Set(all.filter((control) => control.checkVisibility() && !control.matches('.grip')));
    element.stage.root.focus();
    for (let step = 0; step < 30; step++) {
      await sendKeys({ press: 'Tab' });
      const { activeElement } = element.shadowRoot as ShadowRoot;
      wanted.delete(activeElement as HTMLElement);
    }
    expect([...wanted].map(({ textContent }) => textContent)).to.deep.equal([]);
  });

  it('tells the author what is wrong with the attributes, and the worker a plain sentence', async () => {
    const element = await setUp({ categories: "['boat'" });
    expect(element.authorProblem).to.contain('categories');
    expect(element.validationMessage).to.contain("isn't set up right");
    element.setAttribute('categories', '["boat"]');
    await element.updateComplete;
    expect(element.authorProblem).to.equal(undefined);
  });
});

describe('<gt-image-classifier verify>', () => {
  const verify = { verify: '', categories: verdicts };

  it('accepts clean marks with one key, which also submits', async () => {
    const element = await setUp({ ...verify, overlay: { boundingBox: boats } });
    const answers = submitted(element);
    await press(element, 'a');
    expect(answers).to.deep.equal([{ categories: verdicts, label: 'right', verdict: 'accepted' }]);
  });

  it('accepts clean marks with one click', async () => {
    const element = await setUp({ ...verify, overlay: { keypoint: cat } });
    const answers = submitted(element);
    await accessible(element);
    await click(element, '.accept');
    expect(answers[0]).to.include({ verdict: 'accepted' });
  });

  it('asks for the reason of a rejection, with room for words', async () => {
    const element = await setUp({ ...verify, overlay: { boundingBox: boats } });
    const answers = submitted(element);
    await press(element, 'r');
    await accessible(element);
    element.submit();
    await element.updateComplete;
    expect(answers).to.deep.equal([]);
    expect(part(element, '.problem').textContent).to.contain('Choose a reason');
    await press(element, '2', 'c');
    await sendKeys({ type: 'one boat' });
    await click(element, '.send');
    expect(answers).to.deep.equal([
      { categories: verdicts, label: 'missing', verdict: 'rejected', workerComment: 'one boat' },
    ]);
  });

  it('rejects with three keys', async () => {
    const element = await setUp({ ...verify, overlay: { boundingBox: boats } });
    const answers = submitted(element);
    await press(element, 'r', '2', 'Enter');
    expect(answers).to.deep.equal([{ categories: verdicts, label: 'missing', verdict: 'rejected' }]);
  });

  describe('when a mark is dragged', () => {
    /** Where an image pixel is in the window. */
    const at = (element: { stage: GtImageClassifier['stage'] }, x: number, y: number): [number, number] => {
      const { left, top } = element.stage.root.getBoundingClientRect();
      const screen = toScreen(element.stage.view, { x, y });
      return [Math.round(left + screen.x), Math.round(top + screen.y)];
    };
    async function drag(element: GtImageClassifier, from: [number, number], to: [number, number]) {
      await sendMouse({ type: 'move', position: at(element, ...from) });
      await sendMouse({ type: 'down' });
      await sendMouse({ type: 'move', position: at(element, (from[0] + to[0]) / 2, to[1]) });
      await sendMouse({ type: 'move', position: at(element, ...to) });
      await sendMouse({ type: 'up' });
    }
    const editorOf = async (element: GtImageClassifier) => {
      await waitUntil(() => element.adjusting && !element.strokes.waiting);
      return part<LabelingElement<unknown>>(element, '.adjusting > :last-child');
    };
    const boxes = (element: GtImageClassifier) =>
      (answer(element)['adjustment'] as { boundingBoxes: { left: number; width: number }[] } | undefined)
        ?.boundingBoxes;

    it('goes on with it in the editor, with the picture as it was, and says so at once', async () => {
      const element = await setUp({ ...verify, overlay: { boundingBox: boats } });
      element.stage.zoomBy(1.4);
      element.stage.look.size = 150;
      const before = at(element, 100, 100);
      await drag(element, [170, 100], [190, 100]);
      const editor = await editorOf(element);
      expect(at(editor, 100, 100)).to.deep.equal(before);
      expect(editor.stage.look.size).to.equal(150);
      expect(answer(element)).to.include({ label: 'adjusted', verdict: 'adjusted' });
      expect(boxes(element)?.[0]).to.include({ left: 50, width: 140 });
      expect(editor.shadowRoot?.activeElement).to.equal(editor.stage.root);
      await accessible(element);
    });

    it('is not adjusted once that is undone, and then accepted with the submit', async () => {
      const element = await setUp({ ...verify, overlay: { keypoint: cat } });
      const answers = submitted(element);
      await drag(element, [100, 100], [120, 130]);
      const editor = await editorOf(element);
      expect(answer(element)).to.include({ label: 'adjusted' });
      editor.undo();
      expect(answer(element)).not.to.have.property('label');
      editor.redo();
      expect(answer(element)).to.include({ label: 'adjusted' });
      editor.undo();
      editor.submit();
      await element.updateComplete;
      expect(answers).to.deep.equal([{ categories: verdicts, label: 'right', verdict: 'accepted' }]);
    });

    it('is forgotten by Back, and comes back with undo', async () => {
      const element = await setUp({ ...verify, overlay: { boundingBox: boats } });
      await drag(element, [170, 100], [190, 100]);
      await editorOf(element);
      await click(element, '.back');
      expect(answer(element)).not.to.have.property('label');
      element.undo();
      expect(answer(element)).to.include({ label: 'adjusted' });
      // Corrected once more, from where it stands.
      await drag(element, [190, 100], [200, 100]);
      const editor = await editorOf(element);
      expect(boxes(element)?.[0]).to.include({ left: 50, width: 150 });
      editor.undo();
      expect(boxes(element)?.[0]).to.include({ left: 50, width: 140 });
    });

    it('takes every mark that is dragged before the editor is there', async () => {
      const value = [...boats.value, { left: 250, top: 60, width: 100, height: 80, label: 'boat' }];
      const element = await setUp({ ...verify, overlay: { boundingBox: { ...boats, value } } });
      const stroke = (from: [number, number], to: [number, number]) => {
        for (const [type, place] of [
          ['pointerdown', from],
          ['pointermove', to],
          ['pointerup', to],
        ] as const) {
          const [clientX, clientY] = at(element, ...place);
          const buttons = type === 'pointerup' ? 0 : 1;
          const init = {
            pointerId: 7,
            isPrimary: true,
            bubbles: true,
            composed: true,
            clientX,
            clientY,
            buttons,
          };
          element.stage.root.dispatchEvent(new PointerEvent(type, init));
        }
      };
      stroke([170, 100], [180, 100]);
      stroke([350, 100], [330, 100]);
      await editorOf(element);
      expect(boxes(element)?.map(({ width }) => width)).to.deep.equal([130, 80]);
    });

    it('only looks beside the marks, at a click, while marks are hidden, and where nothing can be adjusted', async () => {
      const element = await setUp({ ...verify, overlay: { boundingBox: boats } });
      const { x } = element.stage.view;
      await drag(element, [300, 200], [320, 200]);
      expect(element.adjusting).to.equal(false);
      expect(element.stage.view.x).to.be.above(x);
      await sendMouse({ type: 'click', position: at(element, 170, 100) });
      expect(element.adjusting).to.equal(false);
      await press(element, 'm');
      await drag(element, [170, 100], [190, 100]);
      expect(element.adjusting).to.equal(false);
      expect(answer(element)).not.to.have.property('label');
      const other = await setUp({ overlay: { boundingBox: boats } });
      await drag(other, [170, 100], [190, 100]);
      expect(other.adjusting).to.equal(false);
    });
  });

  it('adjusts boxes in place, by keys alone, and submits the corrected ones', async () => {
    const element = await setUp({ ...verify, overlay: { boundingBox: boats } });
    const answers = submitted(element);
    await press(element, 'e');
    const editor = part<HTMLElementTagNameMap['gt-bounding-box']>(element, 'gt-bounding-box');
    while (editor.stage.status !== 'ready' || editor.stage.viewport.width === 0) await nextFrame();
    await accessible(element);
    editor.stage.root.focus();
    // The second key is only the editor's: while it is open, "a" accepts nothing.
    await press(element, 'a');
    expect(answers).to.deep.equal([]);
    editor.session.select(editor.session.document.boxes[0]?.id);
    await editor.updateComplete;
    await press(element, 'ArrowRight');
    editor.submit();
    await element.updateComplete;
    expect(answers).to.have.length(1);
    expect(answers[0]).to.include({ label: 'adjusted', verdict: 'adjusted' });
    const adjustment = answers[0]?.['adjustment'] as { boundingBoxes: { left: number }[] } | undefined;
    expect(adjustment?.boundingBoxes[0]?.left).to.equal(51);
    expect(element.renderRoot.querySelector('gt-bounding-box')).to.equal(null);
  });

  it('takes an adjustment without a change for an acceptance, and Back for nothing', async () => {
    const element = await setUp({ ...verify, overlay: { keypoint: cat } });
    const answers = submitted(element);
    await press(element, 'e');
    await click(element, '.back');
    expect(answers).to.deep.equal([]);
    await press(element, 'e');
    await element.updateComplete;
    const editor = part<HTMLElementTagNameMap['gt-keypoint']>(element, 'gt-keypoint');
    while (editor.stage.status !== 'ready' || editor.stage.viewport.width === 0) await nextFrame();
    editor.submit();
    await element.updateComplete;
    expect(answers).to.have.length(1);
    expect(answers[0]).to.include({ verdict: 'accepted' });
  });

  it('draws the marks, and hides them for a look beneath', async () => {
    const element = await setUp({ ...verify, overlay: { boundingBox: boats } });
    const inked = () => {
      element.stage.flush();
      const canvas = element.stage.root.querySelector('canvas') as HTMLCanvasElement;
      const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(
        0,
        0,
        canvas.width,
        canvas.height,
      );
      return data.some((value) => value > 0);
    };
    expect(inked()).to.equal(true);
    await press(element, 'm');
    expect(inked()).to.equal(false);
  });
});
