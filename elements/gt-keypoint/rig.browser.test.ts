import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { resetMouse, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import { toScreen } from '#geometry/view.ts';
import './gt-keypoint.ts';
import type { GtKeypoint } from './gt-keypoint.ts';
import { canDrop } from './rest-pose.ts';

// The attributes of crowd-2d-skeleton in the spelling and the form of its documentation: a list of keypoints with ids
// and places in a bounding box, a list of lines (some with a colour), skeletons to begin with.

const classes = [
  { id: 'a1', color: '#1F77B4', label: 'nose', x: 62, y: 11 },
  { id: 'a2', color: '#D62728', label: 'left_eye', x: 70, y: 0 },
  { id: 'a3', color: '#000', label: 'right_eye', x: 52, y: 1 },
  { id: 'a4', color: '#FF9896', label: 'left_hip', x: 107, y: 400 },
  { id: 'a5', color: '#E377C2', label: 'right_hip', x: 0, y: 399 },
];
const lines = [
  ['right_eye', 'left_eye'],
  ['left_eye', 'nose', 'yellow'],
  ['nose', 'left_hip'],
  ['nose', 'right_hip', '#0000ff'],
];
const earlier = [
  {
    name: 'Alice',
    annotations: classes.map(({ label, x, y }) => ({ label, x: x + 100, y: y + 40 })),
    annotation_options: { line_color: '#6a5acd', keypoint_style: 'SolidCircle', editable: true },
  },
  { name: 'Bob', annotations: [{ label: 'nose', x: 400, y: 73 }] },
];

function picture(): string {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 600, height: 480 });
  canvas.getContext('2d')?.fillRect(0, 0, 600, 480);
  return canvas.toDataURL('image/jpeg');
}

async function open(initial: string): Promise<GtKeypoint> {
  // The panel is there from the start.
  await setViewport({ width: 1280, height: 800 });
  const element = await fixture<GtKeypoint>(html`<gt-keypoint
    imgSrc=${picture()}
    keypointClasses=${JSON.stringify(classes)}
    skeletonRig=${JSON.stringify(lines)}
    skeletonBoundingBox='{"left":0,"top":0,"right":107,"bottom":400}'
    initialValues=${initial}
  ></gt-keypoint>`);
  await waitUntil(() => element.stage.status === 'ready' && element.stage.viewport.width > 0, 'it is there');
  await element.updateComplete;
  element.stage.root.focus();
  return element;
}

const answer = (element: GtKeypoint) => element.value as KeypointAnswer;
const onPage = (element: GtKeypoint, x: number, y: number): [number, number] => {
  const box = element.stage.root.getBoundingClientRect();
  const screen = toScreen(element.stage.view, { x, y });
  return [Math.round(screen.x + box.left), Math.round(screen.y + box.top)];
};
const press = async (element: GtKeypoint, key: string) => {
  await sendKeys({ press: key });
  await element.updateComplete;
};

describe('a rig of crowd-2d-skeleton', () => {
  afterEach(() => resetMouse());

  it('is a skeleton: names, lines, pairs, colours, and the rest pose', async () => {
    const element = await open('');
    const {
      rig,
      poseStyle: { colors },
    } = element;
    expect(rig.keypoints.map(({ name }) => name)).to.deep.equal(classes.map(({ label }) => label));
    expect(rig.edges).to.deep.equal(lines.map(([from, to]) => [from, to]));
    expect(rig.pairs).to.deep.equal([
      ['left_eye', 'right_eye'],
      ['left_hip', 'right_hip'],
    ]);
    expect(rig.keypoints[3]).to.deep.include({ rest: [1, 1], side: 'left' });
    expect(colors[0]).to.equal('#1F77B4');
    expect(canDrop(element)).to.equal(true);
  });

  it('begins with the skeletons of earlier work, named, and movable', async () => {
    const element = await open(JSON.stringify(earlier));
    expect(answer(element).instances).to.deep.equal([
      { id: '1', name: 'Alice' },
      { id: '2', name: 'Bob' },
    ]);
    await sendMouse({ type: 'move', position: onPage(element, 162, 51) });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: onPage(element, 300, 200) });
    await sendMouse({ type: 'up' });
    const nose = answer(element).keypoints.find(({ label }) => label === 'nose');
    expect(Math.abs((nose?.x ?? 0) - 300)).to.be.lessThan(2);
    expect(Math.abs((nose?.y ?? 0) - 200)).to.be.lessThan(2);
  });

  it('says in words where a rig breaks', async () => {
    const element = await open('');
    element.setAttribute('keypointClasses', '[{"label": "nose", "x" 3}]');
    await element.updateComplete;
    expect(element.authorProblem).to.match(/keypointClasses is not JSON.*character 24/);
    expect(element.checkValidity()).to.equal(false);
    element.setAttribute('keypointClasses', JSON.stringify(classes));
    await element.updateComplete;
    expect(element.authorProblem).to.equal(undefined);
  });
});

describe('several animals', () => {
  afterEach(() => resetMouse());

  it('are locked and hidden by a key, and come back from the list', async () => {
    const element = await open(JSON.stringify(earlier));
    element.selectPose(0);
    await press(element, 'k');
    expect(element.selected.pose).to.equal(1);
    // A click on what is locked goes through: it places the next point of the other one.
    await sendMouse({ type: 'click', position: onPage(element, 162, 51) });
    expect(answer(element).keypoints.filter(({ instance }) => instance === '2')).to.have.length(2);
    expect(answer(element).keypoints[0]).to.include({ label: 'nose', x: 162, y: 51 });
    // The last one that is not put aside stays.
    await press(element, 'j');
    expect(element.aside.size).to.equal(1);
    const [row] = element.shadowRoot?.querySelectorAll<HTMLElement>('.pose button') ?? [];
    row?.click();
    await element.updateComplete;
    expect(element.aside.size).to.equal(0);
    expect(element.selected.pose).to.equal(0);
  });

  it('are renamed in the list, as one step', async () => {
    const element = await open(JSON.stringify(earlier));
    const field = element.shadowRoot?.querySelector<HTMLInputElement>('.pose input');
    field?.focus();
    field?.select();
    await sendKeys({ type: 'Eve' });
    expect(field?.value).to.equal('Eve');
    await sendKeys({ press: 'Enter' });
    await element.updateComplete;
    const names = () => answer(element).instances?.map(({ name }) => name);
    expect(names()).to.deep.equal(['Eve', 'Bob']);
    element.undo();
    expect(names()).to.deep.equal(['Alice', 'Bob']);
  });

  it('are mirrored whole: the other side shows, and left stays the animal’s own', async () => {
    const element = await open(JSON.stringify(earlier));
    element.selectPose(0);
    const before = answer(element).keypoints.filter(({ instance }) => instance === '1');
    await press(element, 'u');
    const after = answer(element).keypoints.filter(({ instance }) => instance === '1');
    const at = (points: typeof before, name: string) => points.find(({ label }) => label === name);
    expect(at(after, 'left_hip')?.x).to.equal(at(before, 'left_hip')?.x);
    expect(at(after, 'left_hip')?.y).to.equal(at(before, 'right_hip')?.y);
    expect(at(after, 'nose')?.x).to.equal(100 + 107 - 62);
    await press(element, 'u');
    expect(answer(element).keypoints.filter(({ instance }) => instance === '1')).to.deep.equal(before);
  });

  it('begin in a box where the template says so', async () => {
    const element = await open('');
    element.placement = 'box';
    element.setAttribute('initialValues', '[]');
    await element.updateComplete;
    expect(element.dropping).to.equal(true);
    await sendMouse({ type: 'move', position: onPage(element, 100, 40) });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: onPage(element, 207, 440) });
    await sendMouse({ type: 'up' });
    expect(answer(element).keypoints).to.have.length(5);
    element.addPose();
    await element.updateComplete;
    expect(element.dropping).to.equal(true);
  });

  it('say so while they do, and begin again after undo; the worker may place one by one instead', async () => {
    const element = await open('');
    element.placement = 'box';
    element.setAttribute('initialValues', '[]');
    await element.updateComplete;
    const heading = () => element.renderRoot.querySelector('.card h2')?.textContent ?? '';
    const link = () => element.renderRoot.querySelector<HTMLElement>('.card .link');
    expect(heading()).to.match(/^Draw a box around the /);
    await sendMouse({ type: 'move', position: onPage(element, 100, 40) });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: onPage(element, 207, 440) });
    await sendMouse({ type: 'up' });
    expect(heading()).not.to.contain('Draw');
    element.undo();
    await element.updateComplete;
    expect(heading()).to.match(/^Draw a box around the /);
    expect(link()?.textContent).to.equal('Place one by one');
    link()?.click();
    await element.updateComplete;
    expect(heading()).not.to.contain('Draw');
    await sendMouse({ type: 'click', position: onPage(element, 120, 80) });
    expect(answer(element).keypoints).to.have.length(1);
  });

  it('are placed one by one by whoever has only keys, whatever the template says', async () => {
    const element = await open('');
    element.placement = 'box';
    element.setAttribute('initialValues', '[]');
    await element.updateComplete;
    element.stage.root.focus();
    await sendKeys({ press: 'Enter' });
    expect(answer(element).keypoints).to.have.length(1);
    expect(element.dropping).to.equal(false);
  });
});

describe('a finger', () => {
  it('that comes down beside a placed mark places the next one; on the ring, or in a drag, it takes the mark', async () => {
    const element = await open('');
    const touch = (type: string, [x, y]: [number, number]) =>
      element.stage.root.dispatchEvent(
        new PointerEvent(type, { clientX: x, clientY: y, pointerId: 7, pointerType: 'touch', bubbles: true }),
      );
    const tap = (place: [number, number]) => {
      touch('pointerdown', place);
      touch('pointerup', place);
    };
    const [x, y] = onPage(element, 300, 200);
    tap([x, y]);
    tap([x + 10, y]);
    expect(answer(element).keypoints.map(({ label }) => label)).to.deep.equal(['nose', 'left_eye']);
    tap([x - 2, y]);
    expect(answer(element).keypoints).to.have.length(2);
    expect(element.selected).to.deep.equal({ pose: 0, keypoint: 0 });
    touch('pointerdown', [x - 10, y]);
    touch('pointermove', [x - 60, y]);
    touch('pointerup', [x - 60, y]);
    const [nose] = answer(element).keypoints;
    expect(nose?.x).to.be.lessThan(280);
    expect(answer(element).keypoints).to.have.length(2);
  });
});
