import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import type { CrowdForm } from '#elements/crowd/crowd-form.ts';
import '#elements/crowd/crowd-html-elements.ts';
import '#elements/gt-bounding-box/gt-bounding-box.ts';
import '#elements/gt-image-classifier/gt-image-classifier.ts';
import '#elements/gt-keypoint/gt-keypoint.ts';
import type { GtBoundingBox } from '#elements/gt-bounding-box/bounding-box-element.ts';
import type { GtImageClassifier } from '#elements/gt-image-classifier/gt-image-classifier.ts';
import type { GtKeypoint } from '#elements/gt-keypoint/gt-keypoint.ts';
import { markAbsent } from '#elements/gt-keypoint/mark-actions.ts';

// A submit is held back at most once for each class of problem; the one sentence names all that the class is about,
// and the form's own validity says the same as the element's.

type Element = GtKeypoint | GtBoundingBox | GtImageClassifier;

function picture(): string {
  const canvas = Object.assign(document.createElement('canvas'), { width: 400, height: 300 });
  canvas.getContext('2d')?.fillRect(0, 0, 400, 300);
  return canvas.toDataURL();
}

interface Task<Type extends Element> {
  element: Type;
  /** A person's press on the element's own button. */
  submit(): Promise<void>;
  /** What the form has let out. */
  answers: Record<string, unknown>[];
  /** The sentence beside the work. */
  sentence(): string | undefined;
  /** What is said where nothing can be seen. */
  said(): string;
}

/** An element in a form: Amazon's, or a plain one whose validation is the browser's. */
async function open<Type extends Element>(
  tag: string,
  kind: 'crowd-form' | 'form',
  attributes: Record<string, unknown>,
): Promise<Task<Type>> {
  const form = await fixture<CrowdForm | HTMLFormElement>(
    kind === 'form' ? html`<form></form>` : html`<crowd-form></crowd-form>`,
  );
  const element = document.createElement(tag) as Type;
  for (const [name, value] of Object.entries({ src: picture(), required: '', ...attributes }))
    element.setAttribute(name, typeof value === 'string' ? value : JSON.stringify(value));
  form.append(element);
  while (element.stage.status !== 'ready' || element.stage.viewport.width === 0) await nextFrame();
  await element.updateComplete;
  const answers: Record<string, unknown>[] = [];
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    answers.push(JSON.parse(element.querySelector<HTMLInputElement>('input[type=hidden]')?.value ?? ''));
  });
  return {
    element,
    answers,
    async submit() {
      element.shadowRoot?.querySelector<HTMLElement>('.submit')?.click();
      await element.updateComplete;
    },
    sentence: () => element.shadowRoot?.querySelector('.problem')?.textContent ?? undefined,
    said: () => element.shadowRoot?.querySelector('.live')?.textContent ?? '',
  };
}

/** The element, the browser's flag and the form's pseudo-class agree. */
function expectValid({ element }: Task<Element>, valid: boolean): void {
  expect(element.checkValidity(), 'checkValidity()').to.equal(valid);
  expect(element.validity.valid, 'validity').to.equal(valid);
  expect(element.matches(':valid'), ':valid').to.equal(valid);
  expect(element.validationMessage === '', 'validationMessage').to.equal(valid);
}

const labels = ['left_ear', 'right_ear', 'nose'];
const boat = { left: 10, top: 10, width: 60, height: 40, label: 'boat' };

for (const kind of ['crowd-form', 'form'] as const) {
  describe(`a submit of a ${kind}`, () => {
    const poses = (attributes = {}) => open<GtKeypoint>('gt-keypoint', kind, { labels, ...attributes });
    const boxes = (attributes = {}) =>
      open<GtBoundingBox>('gt-bounding-box', kind, { labels: ['boat', 'house'], ...attributes });
    const classes = (attributes = {}) =>
      open<GtImageClassifier>('gt-image-classifier', kind, { categories: ['day', 'night'], ...attributes });

    it('is held once for keypoints that are missing: all are named, with their animals', async () => {
      const keypoints = [
        { label: 'left_ear', x: 50, y: 50, instance: '1' },
        { label: 'nose', x: 90, y: 50, instance: '2' },
      ];
      const task = await poses({ 'initial-value': { keypoints } });
      const { element } = task;
      element.addPose();
      await element.updateComplete;
      expectValid(task, false);
      await task.submit();
      expect(task.answers).to.deep.equal([]);
      expect(task.sentence()).to.contain(
        'Not marked yet: right ear of animal 1, nose of animal 1, left ear of animal 2, right ear of animal 2, animal 3.',
      );
      expect(task.said()).to.equal(task.sentence());
      expect(element.selected).to.deep.equal({ pose: 0, keypoint: 1 });
      expect(element.shadowRoot?.activeElement).to.equal(element.stage.root);
      expectValid(task, true);
      await task.submit();
      expect(task.answers).to.have.length(1);
      expect(task.answers[0]?.['keypoints']).to.have.length(2);
      expect(task.answers[0]).not.to.have.property('absent');
    });

    it('says what is still missing while it is put right', async () => {
      const task = await poses({ 'initial-value': [{ label: 'nose', x: 90, y: 50 }] });
      const { element } = task;
      await task.submit();
      expect(task.sentence()).to.contain('Not marked yet: left ear, right ear.');
      element.place({ x: 20, y: 20 }, false);
      await element.updateComplete;
      expect(task.sentence()).to.contain('Not marked yet: right ear.');
      markAbsent(element);
      await element.updateComplete;
      expect(task.sentence()).to.equal(undefined);
      await task.submit();
      expect(task.answers).to.have.length(1);
    });

    it('names nine of many, and says how many there are', async () => {
      const many = Array.from({ length: 30 }, (_, index) => `p${index + 1}`);
      const task = await poses({ labels: many, 'initial-value': [{ label: 'p1', x: 9, y: 9 }] });
      await task.submit();
      expect(task.sentence()).to.contain('Not marked yet: p2, p3, p4, p5, p6, p7, p8, p9, p10… (29).');
    });

    it('is held once for a picture without a mark, which then has nothing to mark', async () => {
      const task = await poses();
      await task.submit();
      expect(task.sentence()).to.contain('Nothing is marked yet. Mark the animal, or submit again');
      expect(task.element.shadowRoot?.activeElement).to.equal(task.element.stage.root);
      expect(task.answers).to.deep.equal([]);
      await task.submit();
      expect(task.answers[0]).to.include({ nothingToLabel: true });
    });

    it('is held once for each class: after the empty picture, once for what is missing', async () => {
      const task = await poses();
      await task.submit();
      task.element.place({ x: 20, y: 20 }, false);
      expectValid(task, false);
      await task.submit();
      expect(task.answers).to.deep.equal([]);
      expect(task.sentence()).to.contain('right ear, nose');
      // The second animal is of a class that was asked about.
      task.element.addPose();
      expectValid(task, true);
      await task.submit();
      expect(task.answers).to.have.length(1);
    });

    it('asks anew in the next task of the same page', async () => {
      const task = await poses();
      await task.submit();
      expectValid(task, true);
      task.element.setAttribute('labels', '["tail"]');
      await task.element.updateComplete;
      expectValid(task, false);
    });

    it('is held once for a picture without a box, which then has nothing to label', async () => {
      const task = await boxes();
      expectValid(task, false);
      await task.submit();
      expect(task.answers).to.deep.equal([]);
      expect(task.sentence()).to.contain('No boxes yet');
      expect(task.element.shadowRoot?.activeElement).to.equal(
        task.element.shadowRoot?.querySelector('.none input'),
      );
      await task.submit();
      expect(task.answers[0]).to.deep.include({ boundingBoxes: [], nothingToLabel: true });
    });

    it('is held once for boxes whose labels cannot be chosen: all labels are named', async () => {
      const strays = ['ship', 'boat', 'car', 'ship'].map((label, index) => ({
        ...boat,
        left: 10 + index * 80,
        label,
      }));
      const task = await boxes({ 'initial-value': strays });
      expectValid(task, false);
      await task.submit();
      expect(task.answers).to.deep.equal([]);
      expect(task.sentence()).to.contain('Not in the list of labels: ship, car.');
      expect(task.element.session.selected?.left).to.equal(10);
      task.element.session.choose('boat');
      task.element.session.select(2);
      await task.element.updateComplete;
      expect(task.sentence()).to.contain('Not in the list of labels: car, ship.');
      await task.submit();
      expect(task.answers[0]?.['boundingBoxes']).to.have.length(4);
    });

    it('is held once where several categories may apply and none is chosen', async () => {
      const task = await classes({ multiple: '' });
      expectValid(task, false);
      await task.submit();
      expect(task.answers).to.deep.equal([]);
      expect(task.sentence()).to.contain('Nothing is chosen yet');
      expect(task.element.shadowRoot?.activeElement?.textContent).to.contain('day');
      await task.submit();
      expect(task.answers[0]).to.deep.include({ labels: [] });
    });

    it('is held while there is no answer at all: one category, or a verdict', async () => {
      for (const attributes of [{}, { verify: '' }]) {
        const task = await classes(attributes);
        for (let times = 0; times < 3; times += 1) await task.submit();
        expectValid(task, false);
        expect(task.answers).to.deep.equal([]);
        // Whoever does what the sentence says meets it once.
        task.element.choose('night');
        await task.element.updateComplete;
        expect(task.sentence()).to.equal(undefined);
        await task.submit();
        expect(task.answers).to.have.length(1);
      }
    });

    it('is not made by the second click of a double click', async () => {
      const task = await boxes();
      const button = task.element.shadowRoot?.querySelector('.submit');
      for (const detail of [1, 2]) button?.dispatchEvent(new MouseEvent('click', { detail, bubbles: true }));
      expect(task.answers).to.deep.equal([]);
    });
  });
}
