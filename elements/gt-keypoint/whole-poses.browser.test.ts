import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { resetMouse, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import { toScreen } from '#geometry/view.ts';
import { mouseTopView } from '#skeletons/mouse-top-view.ts';
import './gt-keypoint.ts';
import type { GtKeypoint } from './gt-keypoint.ts';
import { reshapeSelected } from './pose-actions.ts';

/** A wide picture of a size, drawn here so that no test needs a file. */
function picture(width: number, height: number): string {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  canvas.getContext('2d')?.fillRect(0, 0, width, height);
  return canvas.toDataURL('image/jpeg');
}

async function open(width = 800, height = 500): Promise<GtKeypoint> {
  const element = await fixture<GtKeypoint>(
    html`<gt-keypoint header="Mark the mouse." src=${picture(width, height)} skeleton=${JSON.stringify(mouseTopView)} required></gt-keypoint>`,
  );
  await waitUntil(() => element.stage.status === 'ready' && element.stage.viewport.width > 0, 'it is there');
  await element.updateComplete;
  element.stage.root.focus();
  return element;
}

function onPage(element: GtKeypoint, x: number, y: number): [number, number] {
  const box = element.stage.root.getBoundingClientRect();
  const screen = toScreen(element.stage.view, { x, y });
  return [Math.round(screen.x + box.left), Math.round(screen.y + box.top)];
}

async function drag(element: GtKeypoint, from: [number, number], to: [number, number]): Promise<void> {
  await sendMouse({ type: 'move', position: onPage(element, ...from) });
  await sendMouse({ type: 'down' });
  await sendMouse({ type: 'move', position: onPage(element, ...to) });
  await sendMouse({ type: 'up' });
  await element.updateComplete;
}

const press = async (element: GtKeypoint, key: string) => {
  await sendKeys({ press: key });
  await element.updateComplete;
};
const bubble = (element: GtKeypoint) => element.shadowRoot?.querySelector<HTMLElement>('.beside');
const marks = (element: GtKeypoint, pose = 0) =>
  (element.document.poses[pose]?.marks ?? []).map((mark) =>
    mark === null || mark.visibility === 'absent' ? [] : [mark.x, mark.y],
  );

/** A mouse that runs to the right; its left is at the top. */
const places = [
  [500, 250],
  [450, 220],
  [450, 280],
  [400, 250],
  [260, 200],
  [260, 300],
  [200, 250],
] as const;

function placeAll(element: GtKeypoint, order = [0, 1, 2, 3, 4, 5, 6]): void {
  for (const index of order) {
    const [x, y] = places[index] ?? [0, 0];
    element.place({ x, y }, false);
  }
}

describe('a whole animal', () => {
  before(() => setViewport({ width: 1280, height: 800 }));
  afterEach(() => resetMouse());

  it('with left and right swapped is warned of beside it, and one key or button puts it right', async () => {
    const element = await open();
    placeAll(element, [0, 2, 1, 3, 5, 4, 6]);
    await element.updateComplete;
    expect(bubble(element)?.textContent).to.contain('Left and right look swapped');
    await expect(element).to.be.accessible();
    const [x] = onPage(element, 500, 250);
    expect(bubble(element)?.getBoundingClientRect().left).to.be.at.least(x);
    await press(element, 'x');
    expect(bubble(element)).to.equal(null);
    expect(marks(element)[1]).to.deep.equal([450, 220]);
    expect(marks(element)[4]).to.deep.equal([260, 200]);
    element.undo();
    await element.updateComplete;
    bubble(element)?.querySelectorAll('button')[0]?.click();
    await element.updateComplete;
    expect(marks(element)[1]).to.deep.equal([450, 220]);
    element.sealAnswer(new Event('submit'));
    const { telemetry } = JSON.parse(element.querySelector('input')?.value ?? '');
    expect(telemetry).to.include({ warningsShown: 2, warningsAccepted: 2 });
  });

  it('that is so after all is kept, and not warned of again', async () => {
    const element = await open();
    placeAll(element, [0, 2, 1, 3, 4, 5, 6]);
    await element.updateComplete;
    bubble(element)?.querySelectorAll('button')[1]?.click();
    await element.updateComplete;
    expect(bubble(element)).to.equal(null);
    expect(element.checkValidity()).to.equal(true);
  });

  it('placed right is not warned of', async () => {
    const element = await open();
    placeAll(element);
    await element.updateComplete;
    expect(bubble(element)).to.equal(null);
  });

  it('has one pair or all pairs swapped by one key', async () => {
    const element = await open();
    placeAll(element);
    element.select({ pose: 0, keypoint: 1 });
    await element.updateComplete;
    await press(element, 'x');
    expect(marks(element)[1]).to.deep.equal([450, 280]);
    expect(marks(element)[4]).to.deep.equal([260, 200]);
    await sendKeys({ down: 'Shift' });
    await press(element, 'X');
    await sendKeys({ up: 'Shift' });
    expect(marks(element)[4]).to.deep.equal([260, 300]);
  });

  it('is dropped in its rest pose into a box that is drawn, as one step', async () => {
    const element = await open();
    await press(element, 'b');
    await drag(element, [200, 100], [400, 400]);
    const [noseX = 0, noseY = 0] = marks(element)[0] ?? [];
    expect(noseX).to.be.closeTo(300, 3);
    expect(noseY).to.be.closeTo(106, 3);
    expect(element.checkValidity()).to.equal(true);
    element.undo();
    expect(element.document.poses[0]?.marks.every((mark) => mark === null)).to.equal(true);
  });

  it('is carried by a drag with Ctrl, keeps its shape, and stays in the picture', async () => {
    const element = await open();
    placeAll(element);
    await element.updateComplete;
    await sendKeys({ down: 'Control' });
    await drag(element, [400, 250], [450, 270]);
    await sendKeys({ up: 'Control' });
    const [x = 0, y = 0] = marks(element)[0] ?? [];
    expect(x).to.be.closeTo(550, 2);
    expect(y).to.be.closeTo(270, 2);
    expect((marks(element)[6]?.[0] ?? 0) - x).to.equal(-300);
    await sendKeys({ down: 'Control' });
    await drag(element, [450, 270], [790, 270]);
    await sendKeys({ up: 'Control' });
    expect(marks(element)[0]?.[0]).to.be.within(798, 800);
    expect((marks(element)[6]?.[0] ?? 0) - (marks(element)[0]?.[0] ?? 0)).to.equal(-300);
  });

  it('is turned, enlarged and copied by keys', async () => {
    const element = await open();
    placeAll(element);
    await element.updateComplete;
    for (let turn = 0; turn < 18; turn++) reshapeSelected(element, { angle: Math.PI / 36 });
    // A quarter clockwise: the nose points down.
    const [mean, row] = [
      places.reduce((sum, [x]) => sum + x, 0) / 7,
      places.reduce((sum, [, y]) => sum + y, 0) / 7,
    ];
    expect(marks(element)[0]?.[0]).to.be.closeTo(mean, 4);
    expect(marks(element)[0]?.[1]).to.be.closeTo(row + 500 - mean, 4);
    await press(element, 's');
    expect(marks(element)[0]?.[1]).to.be.above(row + 500 - mean + 3);
    await press(element, 'd');
    expect(element.document.poses.length).to.equal(2);
    expect(marks(element, 1).every((mark) => mark.length === 2)).to.equal(true);
  });

  it('is marked by keys alone, at most twelve a point, to the pixel on a picture of 3840 x 2160', async () => {
    const element = await open(3840, 2160);
    for (const [x, y] of [
      [3000, 77],
      [1, 2159],
      [1921, 1080],
    ] as const) {
      let count = 1;
      const box = { left: 0, top: 0, width: 3840, height: 2160 };
      for (; box.width > 4; count++) {
        box.width /= 3;
        box.height /= 3;
        const column = Math.min(2, Math.floor((x - box.left) / box.width));
        const row = Math.min(2, Math.floor((y - box.top) / box.height));
        box.left += column * box.width;
        box.top += row * box.height;
        await press(element, String(1 + column + 3 * row));
      }
      for (; (element.keyCursor?.x ?? x) < x; count++) await press(element, 'ArrowRight');
      for (; (element.keyCursor?.x ?? x) > x; count++) await press(element, 'ArrowLeft');
      for (; (element.keyCursor?.y ?? y) < y; count++) await press(element, 'ArrowDown');
      for (; (element.keyCursor?.y ?? y) > y; count++) await press(element, 'ArrowUp');
      const { armed } = element;
      await press(element, 'Enter');
      expect(marks(element)[armed?.keypoint ?? -1]).to.deep.equal([x, y]);
      expect(count).to.be.at.most(12);
    }
  });

  it('is out of sight while H is held', async () => {
    const element = await open();
    placeAll(element);
    await sendKeys({ down: 'h' });
    expect(element.stage.root.hasAttribute('data-bare')).to.equal(true);
    await sendKeys({ up: 'h' });
    expect(element.stage.root.hasAttribute('data-bare')).to.equal(false);
  });

  it('fills the surface when asked', async () => {
    const element = await open();
    placeAll(element);
    await element.updateComplete;
    const before = element.stage.view.k;
    await press(element, 'z');
    expect(element.stage.view.k).to.be.above(before * 1.5);
  });
});
