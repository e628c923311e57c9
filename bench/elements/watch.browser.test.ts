import { expect, nextFrame } from '@open-wc/testing';
import { watch } from './watch.ts';

/** A move of the mouse with its time stamp. */
function move(): number {
  const event = new PointerEvent('pointermove', { bubbles: true });
  window.dispatchEvent(event);
  return event.timeStamp;
}

function workFor(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** Until what the frame has posted has been handled. */
const frameDone = () => nextFrame().then(() => nextFrame());

describe('what the benchmark of the elements watches', () => {
  before(() => {
    // What it takes for shapes, so that it does not go on looking for them.
    const shape = document.createElement('div');
    shape.className = 'a9s-annotation';
    document.body.append(shape);
    watch();
    return window.shapesDrawn;
  });

  beforeEach(() => {
    window.latencies.length = 0;
    window.everyLatency.length = 0;
  });

  it('times the newest of the moves that a frame shows, and apart from it all of them', async () => {
    const oldest = move();
    workFor(100);
    const newest = move();
    await frameDone();
    expect(window.latencies.length).to.equal(1);
    expect(window.latencies[0]).to.be.at.most(performance.now() - newest);
    expect(window.everyLatency.length).to.equal(2);
    expect(window.everyLatency[0]).to.be.closeTo((window.latencies[0] ?? 0) + newest - oldest, 1);
  });

  it('times every frame that shows a move, with the work that the frame waits for', async () => {
    for (let frame = 0; frame < 3; frame += 1) {
      move();
      workFor(30);
      await frameDone();
    }
    expect(window.latencies.length).to.equal(3);
    for (const latency of window.latencies) expect(latency).to.be.at.least(30);
  });
});
