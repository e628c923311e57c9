import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Skeleton } from '#contracts/skeleton.ts';
import type { Point } from '#geometry/view.ts';
import { catSideView } from '#skeletons/cat-side-view.ts';
import { mouseTopView } from '#skeletons/mouse-top-view.ts';
import { mouseKeypoints } from '../../examples/mice/mouse-keypoints.ts';
import { poseMouse } from '../../examples/mice/mouse-pose.ts';
import { seededRandom } from '../../examples/seeded-random.ts';
import { type SideWeights, sideWeights, swappedPairs } from './left-right.ts';

type Places = readonly ((Point & { readonly visibility?: string }) | undefined)[];

/** Places in the skeleton's order. */
const inOrder = (skeleton: Skeleton, points: readonly { label: string; x: number; y: number }[]): Places =>
  skeleton.keypoints.map(({ name }) => points.find(({ label }) => label === name));

function swap({ keypoints, pairs = [] }: Skeleton, places: Places, which: readonly number[]): Places {
  const swapped = [...places];
  for (const index of which) {
    const [left = 0, right = 0] = (pairs[index] ?? []).map((end) =>
      keypoints.findIndex(({ name }) => name === end),
    );
    [swapped[left], swapped[right]] = [places[right], places[left]];
  }
  return swapped;
}

/** Seeded swaps (each pair alone, then all): how many get a warning, and how many of these name the pairs exactly. */
function measure(skeleton: Skeleton, poses: readonly Places[], weights = sideWeights) {
  const every = (skeleton.pairs ?? []).map((_, index) => index);
  const seeds = [...every.map((index) => [index]), every];
  const kinds = seeds.map((seed) => {
    const said = poses.map((places) => swappedPairs(skeleton, swap(skeleton, places, seed), weights).join());
    const kind = seed.length > 1 ? 'all' : (skeleton.pairs?.[seed[0] ?? 0]?.[0] ?? '');
    return {
      kind,
      warned: said.filter((text) => text !== '').length,
      named: said.filter((text) => text === seed.join()).length,
    };
  });
  const sum = (of: 'warned' | 'named') => kinds.reduce((total, kind) => total + kind[of], 0);
  const count = poses.length * seeds.length;
  const alarms = poses.filter((places) => swappedPairs(skeleton, places, weights).length > 0).length;
  return { poses: poses.length, count, kinds, warned: sum('warned'), named: sum('named'), alarms };
}

type Measured = ReturnType<typeof measure>;

const recallOf = ({ warned, count }: Measured) => warned / count;
const alarmsOf = ({ alarms, poses }: Measured) => alarms / poses;

const addUp = (measured: readonly Measured[]): Measured =>
  measured.reduce((sum, { poses, count, kinds, warned, named, alarms }) => ({
    poses: sum.poses + poses,
    count: sum.count + count,
    kinds: sum.kinds.map(({ kind, warned: a, named: b }, index) => ({
      kind,
      warned: a + (kinds[index]?.warned ?? 0),
      named: b + (kinds[index]?.named ?? 0),
    })),
    warned: sum.warned + warned,
    named: sum.named + named,
    alarms: sum.alarms + alarms,
  }));
const table: Record<string, Measured> = {};
const percent = (part: number, of: number) => `${((100 * part) / of).toFixed(1)} %`;

/**
 * Each part measured with the weights that find most on the other parts at no more than 5 % of false alarms there, or
 * at the fewest.
 */
function measureHeldOut(
  skeleton: Skeleton,
  parts: readonly (readonly Places[])[],
  of: readonly SideWeights[],
): Measured[] {
  const tried = of.map((weights) => parts.map((part) => measure(skeleton, part, weights)));
  return parts.map((_, held) => {
    const excess = ({ others }: { others: Measured }) => Math.max(0.05, alarmsOf(others));
    const [best] = tried
      .map((found) => ({ found, others: addUp(found.filter((_, part) => part !== held)) }))
      .sort((a, b) => excess(a) - excess(b) || recallOf(b.others) - recallOf(a.others));
    return best?.found[held] as Measured;
  });
}

afterAll(() => {
  const rows = Object.entries(table).map(([name, { poses, count, kinds, warned, named, alarms }]) => ({
    poses,
    recall: percent(warned, count),
    named: percent(named, count),
    'false alarms': percent(alarms, poses),
    'by kind of swap': kinds.map(({ kind, warned: of }) => `${kind} ${percent(of, poses)}`).join(', '),
    name,
  }));
  for (const { name, ...row } of rows) console.log(name, JSON.stringify(row));
});

function expectGoal(found: Measured): void {
  expect(recallOf(found)).toBeGreaterThanOrEqual(0.9);
  expect(alarmsOf(found)).toBeLessThanOrEqual(0.05);
}

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('left and right', () => {
  it('swapped on drawn mice are found, with nothing said about the truth', () => {
    const random = seededRandom('left-right');
    const mice = Array.from({ length: 1000 }, () => {
      const heading = random.between(-Math.PI, Math.PI);
      return inOrder(mouseTopView, mouseKeypoints(poseMouse({ x: 400, y: 300, heading }, random)));
    });
    table['mice from above'] = measure(mouseTopView, mice);
    expectGoal(table['mice from above']);
  });

  describe('of a cat seen from the side', () => {
    const cats = read('../../examples/cat-pose/truth.jsonl')
      .trim()
      .split('\n')
      .map((line) => inOrder(catSideView, JSON.parse(line).answer.keypoints));
    /** Faces the other way: then the left side is the near one, so the sides change too. */
    const mirrored = cats.map((places) =>
      swap(
        catSideView,
        places.map((place) => place && { ...place, x: 656 - place.x }),
        [0, 1, 2, 3],
      ),
    );

    it.each([
      ['cats that face right', cats],
      ['cats that face left', mirrored],
    ])('are found: %s', (name, poses) => {
      const found = measure(catSideView, poses);
      table[name] = found;
      expectGoal(found);
      // All legs at once are told by what is hidden.
      expect(found.kinds.at(-1)?.warned).toBeGreaterThan(20);
    });

    it('are found with weights that were chosen on other frames of the same cat', () => {
      const [soft] = sideWeights;
      const grid = [0.05, 0.1, 0.2, 0.4].flatMap((margin) =>
        [0.01, 0.03, 0.1].flatMap((lower) =>
          [0.05, 0.1, 0.4].flatMap((lowerWorth) =>
            [0.5, 1, 2, 4].map((crossing): SideWeights => [soft, margin, lower, lowerWorth, crossing]),
          ),
        ),
      );
      // The cat walks in the first half of the frames and runs in the second.
      const halves = [cats.slice(0, 12), cats.slice(12)];
      const found = addUp(measureHeldOut(catSideView, halves, grid));
      table['cats, weights chosen on the other half'] = found;
      expectGoal(found);
      const each = cats.map((cat) => [cat]);
      table['cats, weights chosen on the other 23'] = addUp(measureHeldOut(catSideView, each, grid));
      expectGoal(table['cats, weights chosen on the other 23']);
    });

    it('are not judged where nothing tells: two legs in front of each other, nothing hidden', () => {
      const places = (cats[0] ?? []).map((place) => place && { ...place, visibility: 'visible' });
      const legs = [6, 7, 8, 9].map((index) => places[index]);
      expect(legs.every((place) => place !== undefined)).toBe(true);
      const close = places.map((place, index) =>
        index >= 6 && place ? { ...place, x: 300, y: index % 2 === 0 ? 300 : 380 } : place,
      );
      expect(swappedPairs(catSideView, close)).toEqual([]);
    });
  });

  it.each([
    'workers3-swaps05',
    'workers5-swaps05',
    'workers5-swaps10',
    'workers5-swaps15',
    'workers7-swaps10',
  ])('swapped on the simulated poses %s are found', (name) => {
    const file = new URL(`../../../shared/data/keypoints/simulated/${name}.json`, import.meta.url);
    if (!existsSync(file)) {
      console.log(`Skipped: the simulated poses are not here (${name}.json).`);
      return;
    }
    const { skeleton, objects } = JSON.parse(readFileSync(file, 'utf8'));
    // This data's left is on the other side, as if seen from below: its first animal is the rest pose.
    const rig: Skeleton = {
      name,
      keypoints: skeleton.keypoints.map((point: string) => ({
        name: point,
        rest: objects[0].truth[point],
      })),
      pairs: skeleton.pairs,
      axis: ['tail base', 'nose'],
    };
    const poses: Places[] = objects.map(({ truth }: { truth: Record<string, [number, number]> }) =>
      rig.keypoints.map(({ name: point }) => truth[point] && { x: truth[point][0], y: truth[point][1] }),
    );
    const found = measure(rig, poses);
    table[name] = found;
    expectGoal(found);
  });

  it('swapped on a real job are found, also with the weights chosen on the other half of it', () => {
    const folder = new URL('../../../shared/data/keypoints/mars-black/', import.meta.url);
    if (!existsSync(folder)) {
      console.log('Skipped: the real job of black mice is not here (mars-black).');
      return;
    }
    const rest = Object.fromEntries(mouseTopView.keypoints.map((keypoint) => [keypoint.name, keypoint.rest]));
    const ours: Record<string, string> = {
      nose: 'nose',
      'left ear': 'left_ear',
      'right ear': 'right_ear',
      'top of neck': 'neck',
      'left rear knee': 'left_hip',
      'right rear knee': 'right_hip',
      'base of tail': 'tail_base',
    };
    const images: {
      ann_label: string[];
      width: number;
      height: number;
      ann_mouse: { X: number[][]; Y: number[][] };
    }[] = JSON.parse(readFileSync(new URL('processed_keypoints.json', folder), 'utf8'));
    const names = images[0]?.ann_label ?? [];
    const rig: Skeleton = {
      name: 'mars-black',
      keypoints: names.map((name) => ({ name, rest: rest[ours[name] ?? ''] ?? [0, 0] })),
      pairs: [
        ['left ear', 'right ear'],
        ['left rear knee', 'right rear knee'],
      ],
      axis: ['base of tail', 'nose'],
    };
    const median = (values: readonly number[]) => {
      const sorted = values.toSorted((a, b) => a - b);
      const middle = (sorted.length - 1) / 2;
      return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
    };
    const answers = readFileSync(new URL('output.manifest', folder), 'utf8').trim().split('\n');
    // Six workers each. The label has the sides that most of them said, as the laboratory's own code has repaired them.
    const labels = images.map(({ width, height, ann_mouse: { X, Y } }, index) => {
      const workers: { annotationData: { content: string } }[] = JSON.parse(answers[index] ?? '')
        .annotatedResult.annotationsFromAllWorkers;
      const repaired = X.map((xs, worker) =>
        xs.map((x, point) => ({ x: width * x, y: height * (Y[worker]?.[point] ?? 0) })),
      );
      // Per worker and pair: whether what was answered had to be swapped.
      const against = workers.map(({ annotationData }, worker) =>
        (rig.pairs ?? []).map(([left]) => {
          const { keypoints } = JSON.parse(annotationData.content).annotatedResult;
          const { x } = keypoints.find(({ label }: { label: string }) => label === left);
          return Math.abs(x - (repaired[worker]?.[names.indexOf(left)]?.x ?? 0)) > 2;
        }),
      );
      return {
        places: rig.keypoints.map((_, point): Places[number] => ({
          x: median(repaired.map((worker) => worker[point]?.x ?? 0)),
          y: median(repaired.map((worker) => worker[point]?.y ?? 0)),
        })),
        isSplit: [0, 1].some((pair) => 2 * against.filter((pairs) => pairs[pair]).length === workers.length),
        // Where one pair alone was repaired, the worker's knees often lie on each other, and nobody knows.
        answers: repaired.filter((_, worker) => against[worker]?.[0] === against[worker]?.[1]),
      };
    });
    const random = seededRandom('halves of the black mice');
    const shuffled = labels
      .map((label) => ({ label, key: random.between(0, 1) }))
      .sort((a, b) => a.key - b.key)
      .map(({ label }) => label);
    const halves = [shuffled.slice(0, 50), shuffled.slice(50)];
    const placesOf = (of: typeof labels) => of.map(({ places }) => places);
    const grid = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5].map(
      (soft): SideWeights => [soft, ...sideWeights.slice(1)] as unknown as SideWeights,
    );
    const heldOut = measureHeldOut(rig, halves.map(placesOf), grid);
    const decided = labels.filter(({ isSplit }) => !isSplit);
    table['black mice of a real job'] = measure(rig, placesOf(labels));
    table['the same, where the workers have a majority'] = measure(rig, placesOf(decided));
    table['the same, the half that was put aside while the rule was made'] = heldOut[1] as Measured;
    table['the same, each half with the softness chosen on the other'] = addUp(heldOut);
    const single = measure(
      rig,
      labels.flatMap((label) => label.answers),
    );
    table['the same, answers of single workers with their sides repaired'] = single;
    expectGoal(table['black mice of a real job']);
    expectGoal(table['the same, where the workers have a majority']);
    expectGoal(addUp(heldOut));
    // Short of the goal, and so that it does not get worse.
    expect(recallOf(single)).toBeGreaterThanOrEqual(0.88);
    expect(alarmsOf(single)).toBeLessThanOrEqual(0.11);
    // Three of 50 here, one of them where the workers themselves are split.
    expect(recallOf(heldOut[1] as Measured)).toBeGreaterThanOrEqual(0.9);
    expect(alarmsOf(heldOut[1] as Measured)).toBeLessThanOrEqual(0.06);
  });

  describe('of a mouse that faces the camera', () => {
    // Its nose is before its body, so the way from tail to nose says nothing; its left is on the right of the picture.
    const facing = inOrder(mouseTopView, [
      { label: 'nose', x: 210, y: 205 },
      { label: 'left_ear', x: 262, y: 160 },
      { label: 'right_ear', x: 150, y: 164 },
      { label: 'neck', x: 204, y: 150 },
      { label: 'left_hip', x: 282, y: 238 },
      { label: 'right_hip', x: 118, y: 242 },
      { label: 'tail_base', x: 116, y: 200 },
    ]);

    it('nothing is said as it is, and one pair against the other is found', () => {
      expect(swappedPairs(mouseTopView, facing)).toEqual([]);
      expect(swappedPairs(mouseTopView, swap(mouseTopView, facing, [0]))).toEqual([0]);
      expect(swappedPairs(mouseTopView, swap(mouseTopView, facing, [1]))).toEqual([1]);
    });
  });

  it('are found among many pairs: one alone, some that are listed together, all', () => {
    const ends = Array.from({ length: 14 }, (_, index): [string, string] => [
      `left ${index}`,
      `right ${index}`,
    ]);
    const side = (x: number) => (pair: [string, string], index: number) => ({
      name: pair[x < 0.5 ? 0 : 1],
      rest: [x, 0.05 + index / 15] as [number, number],
    });
    const many: Skeleton = {
      name: 'many legs',
      keypoints: [
        { name: 'tail', rest: [0.5, 1] },
        { name: 'head', rest: [0.5, 0] },
        ...ends.map(side(0.4)),
        ...ends.map(side(0.6)),
      ],
      pairs: ends,
      axis: ['tail', 'head'],
    };
    const places: Places = many.keypoints.map(({ rest: [x, y] = [0, 0] }) => ({ x: 900 * x, y: 900 * y }));
    const said = (which: number[]) => swappedPairs(many, swap(many, places, which));
    const seeds = [[], ...ends.map((_, index) => [index]), [3, 4], [0, 5, 13], [...ends.keys()]];
    for (const seed of seeds) expect(said(seed)).toEqual(seed);
  });

  it('are not judged before the axis and both sides are placed', () => {
    const [mouse = []] = [
      inOrder(
        mouseTopView,
        mouseKeypoints(poseMouse({ x: 0, y: 0, heading: 1 }, seededRandom('one'))).filter(
          ({ label }) => label !== 'nose',
        ),
      ),
    ];
    expect(swappedPairs(mouseTopView, swap(mouseTopView, mouse, [0, 1]))).toEqual([]);
  });
});
