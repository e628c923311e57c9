import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { consolidateKeypoints } from '#consolidation/keypoint/consolidate-keypoints.ts';
import { BoundingBoxAnswer } from '#contracts/bounding-box-answer.ts';
import { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import { catSideView } from '#skeletons/cat-side-view.ts';
import { mouseTopView } from '#skeletons/mouse-top-view.ts';
import { readTruth } from './read-truth.ts';
import { scoreKeypoints } from './score-keypoints.ts';
import {
  createSimulatedWorkers,
  type SimulatedWorker,
  simulateBoundingBoxAnswer,
  simulateKeypointAnswer,
} from './simulated-answer.ts';

const size = { width: 400, height: 300 };
const oneMouse = {
  inputImageProperties: size,
  keypoints: mouseTopView.keypoints.map(({ name, rest = [0.5, 0.5] }) => ({
    label: name,
    x: 100 + 200 * rest[0],
    y: 50 + 200 * rest[1],
  })),
};
const worker = (change: Partial<SimulatedWorker> = {}): SimulatedWorker => {
  const [first] = createSimulatedWorkers(1, 1);
  if (!first) throw new Error('no worker');
  return { ...first, ...change };
};
const flawless = {
  noise: 0,
  swapRate: 0,
  slipRate: 0,
  missRate: 0,
  occlusionConfusion: 0,
  boxNoise: 0,
  falseBoxRate: 0,
  labelConfusion: 0,
};

describe('simulated workers', () => {
  it('are the same crew for the same seed, and a larger crew begins with the smaller one', () => {
    expect(createSimulatedWorkers(5, 3)).toEqual(createSimulatedWorkers(20, 3).slice(0, 5));
    expect(createSimulatedWorkers(5, 3)).not.toEqual(createSimulatedWorkers(5, 4));
    expect(new Set(createSimulatedWorkers(40, 1).map(({ name }) => name)).size).toBe(40);
  });

  it('give the same answer to the same object, and another one to the next', () => {
    const answer = (key: string) => simulateKeypointAnswer(oneMouse, worker(), key, mouseTopView);
    expect(answer('a.jpg')).toEqual(answer('a.jpg'));
    expect(answer('a.jpg').keypoints).not.toEqual(answer('b.jpg').keypoints);
  });

  it('answer as the element does: whole pixels inside the image, instances, the skeleton', () => {
    for (const each of createSimulatedWorkers(10, 2)) {
      const answer = KeypointAnswer.parse(
        simulateKeypointAnswer(oneMouse, { ...each, noise: 0.5 }, 'x', mouseTopView),
      );
      expect(answer.instances).toEqual([{ id: '1', label: 'mouse' }]);
      expect(answer.skeleton).toEqual(mouseTopView);
      expect(answer.keypoints.length + (answer.absent?.length ?? 0)).toBe(mouseTopView.keypoints.length);
      for (const { x, y } of answer.keypoints) {
        expect(Number.isInteger(x) && Number.isInteger(y)).toBe(true);
        expect(x >= 0 && y >= 0 && x < size.width && y < size.height).toBe(true);
      }
    }
  });

  it('find the truth when they make no mistakes', () => {
    const answer = simulateKeypointAnswer(oneMouse, worker(flawless), 'x', mouseTopView);
    expect(answer.keypoints.map(({ label, x, y }) => ({ label, x, y }))).toEqual(
      oneMouse.keypoints.map(({ label, x, y }) => ({ label, x: Math.round(x), y: Math.round(y) })),
    );
  });

  it('swap left and right when they do, and nothing else', () => {
    const answer = simulateKeypointAnswer(oneMouse, worker({ ...flawless, swapRate: 1 }), 'x', mouseTopView);
    const at = (label: string) => answer.keypoints.find((keypoint) => keypoint.label === label)?.x ?? 0;
    const swapped = [at('left_ear') > at('right_ear'), at('left_hip') > at('right_hip')];
    expect(swapped).toContain(true);
    expect(at('nose')).toBe(200);
  });

  it('see the rest pose where there is no truth', () => {
    const answer = simulateKeypointAnswer(
      { inputImageProperties: size },
      worker(flawless),
      'x',
      mouseTopView,
    );
    expect(answer.keypoints).toHaveLength(mouseTopView.keypoints.length);
    expect(answer.keypoints[0]?.y).toBeLessThan(answer.keypoints.at(-1)?.y ?? 0);
  });

  it('draw boxes as the element does, and exactly when they make no mistakes', () => {
    const truth = {
      boundingBoxes: [{ label: 'boat', left: 20, top: 30, width: 90, height: 60 }],
      inputImageProperties: size,
      labels: ['boat', 'person'],
    };
    expect(
      simulateBoundingBoxAnswer(truth, worker({ ...flawless, boxNoise: 0 }), 'x').boundingBoxes,
    ).toHaveLength(1);
    for (const each of createSimulatedWorkers(20, 2)) {
      const answer = BoundingBoxAnswer.parse(simulateBoundingBoxAnswer(truth, each, 'x'));
      expect(answer.labels).toEqual(['boat', 'person']);
      for (const { left, top, width, height } of answer.boundingBoxes) {
        expect([left, top, width, height].every(Number.isInteger)).toBe(true);
        expect(left >= 0 && top >= 0 && width > 0 && height > 0).toBe(true);
        expect(left + width <= size.width && top + height <= size.height).toBe(true);
      }
    }
  });

  it('are beaten by the median of five of them on the cat', async () => {
    const truth = await readTruth(join(import.meta.dirname, '..', 'examples', 'cat-pose', 'truth.jsonl'));
    const crew = createSimulatedWorkers(5, 1);
    const objects = Array.from({ length: 24 }, (_, index) => {
      const id = `cat-${String(index + 1).padStart(2, '0')}.jpg`;
      const exact = KeypointAnswer.parse(truth.find(id));
      const answers = crew.map((each) => ({
        workerId: each.name,
        answer: simulateKeypointAnswer(exact, each, id, catSideView),
      }));
      return { id, answers };
    });
    const merged = scoreKeypoints(
      consolidateKeypoints(objects, { skeleton: catSideView }).map(({ id, label }) => ({
        sourceRef: id,
        label,
      })),
      truth,
    );
    const single = crew.map((_, index) =>
      scoreKeypoints(
        objects.flatMap(({ id, answers }) =>
          answers.slice(index, index + 1).map(({ answer }) => ({ sourceRef: id, label: answer })),
        ),
        truth,
      ),
    );
    const medians = single.map(({ overall }) => overall.median ?? 0);
    expect(merged.overall.median).toBeLessThan(Math.min(...medians));
    expect(merged.overall.median ?? 0).toBeLessThan(
      0.6 * (medians.reduce((sum, value) => sum + value, 0) / 5),
    );
    expect(merged.overall.missed).toBe(0);
  });
});
