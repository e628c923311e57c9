import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreementWords } from '../cli/agreement-words.ts';
import { jobAgreement } from './job-agreement.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gtkit-agreement-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Numbers in [0, 1), the same every time. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

type Answers = { workerId: string; answer: object; seconds?: number }[];

/** A folder as a job leaves it while it is still going on: answers, and no manifest. */
async function writeJob(name: string, objects: Answers[]): Promise<string> {
  for (const [position, own] of objects.entries()) {
    const at = join(folder, name, 'annotations/worker-response/iteration-1', String(position));
    await mkdir(at, { recursive: true });
    const answers = own.map(({ workerId, answer, seconds }) => ({
      workerId,
      submissionTime: '2026-01-01T00:00:00Z',
      answerContent: { annotatedResult: answer },
      ...(seconds === undefined ? {} : { timeSpentInSeconds: seconds }),
    }));
    await writeFile(join(at, '2026-01-01_00:00:00.json'), JSON.stringify({ answers }));
  }
  return join(folder, name);
}

const crew = ['ann', 'ben', 'cleo', 'dan', 'eve'];

/** Mice whose hip is anybody's guess; eve mixes up their ears and is sloppy, and dan was hasty once. */
function poses(count: number): Answers[] {
  const random = sequence(7);
  const shape: [string, number, number][] = [
    ['nose', 0, 0],
    ['left ear', 30, 25],
    ['right ear', 30, -25],
    ['hip', 120, 0],
    ['tail', 200, 5],
  ];
  return Array.from({ length: count }, (_, position) => {
    const [x, y] = [200 + 300 * random(), 200 + 200 * random()];
    return crew.map((workerId) => {
      const isEve = workerId === 'eve';
      const noise = (name: string) =>
        (random() + random() + random() - 1.5) * (name === 'hip' ? 24 : 3) * (isEve ? 8 : 1);
      const swap = isEve && random() < 0.7;
      return {
        workerId,
        seconds: workerId === 'dan' && position === 3 ? 2 : 30 + 20 * random(),
        answer: {
          inputImageProperties: { width: 800, height: 600 },
          keypoints: shape.map(([label, dx, dy]) => ({
            label,
            x: x + dx + noise(label),
            y: y + (swap ? -dy : dy) + noise(label),
          })),
        },
      };
    });
  });
}

describe('the agreement of a job', () => {
  it('says who should be looked at, what is unclear, and who was in haste', async () => {
    const report = await jobAgreement({ job: await writeJob('mice', poses(60)) });
    expect(report).toMatchObject({ task: 'keypoint', method: 'em-swap', objects: 60, answersPerObject: 5 });
    const [first, ...others] = report.workers;
    expect(first?.workerId).toBe('eve');
    expect(first?.evidence.join(' ')).toMatch(/Noise .* typical worker.*Left and right mixed up/);
    expect(others.flatMap(({ evidence }) => evidence)).toEqual([]);
    expect(report.poses?.keypoints.filter(({ ambiguous }) => ambiguous).map(({ name }) => name)).toEqual([
      'hip',
    ]);
    expect(report.times.map(({ workerId, objectId }) => [workerId, objectId])).toEqual([['dan', '3']]);
    const words = agreementWords(report);
    expect(words).toMatch(/^60 objects with 5 answers each, merged with em-swap\./);
    expect(words).toContain('Look at eve: Noise');
    expect(words).toContain('Say more exactly where hip is');
    expect(words).toMatch(/dan +object 3 +2\.0 +fast/);
  });

  it('says which classes are taken for others, and how far beyond chance workers agree', async () => {
    const random = sequence(5);
    const names = ['cat', 'dog', 'wolf'];
    const objects = Array.from(
      { length: 90 },
      (_, i): Answers =>
        crew.map((workerId) => {
          const truth = names[i % 3] ?? '';
          const label = truth === 'wolf' && random() < 0.3 ? 'dog' : truth;
          return {
            workerId,
            answer: { label: workerId === 'eve' ? (names[Math.floor(3 * random())] ?? '') : label },
          };
        }),
    );
    const report = await jobAgreement({ job: await writeJob('pets', objects) });
    expect(report.confusions?.[0]).toMatchObject({ label: 'wolf', chosen: 'dog' });
    expect(report.alpha).toEqual([{ of: 'class', metric: 'nominal', value: expect.any(Number) as number }]);
    expect(report.alpha[0]?.value).toBeGreaterThan(0.4);
    expect(report.alpha[0]?.value).toBeLessThan(0.8);
    expect(report.workers[0]?.workerId).toBe('eve');
    expect(report.workers[0]?.evidence[0]).toMatch(/guessing gives 0\.33/);
    expect(agreementWords(report)).toContain("Krippendorff's alpha");
  });

  it('compares numbers of boxes, and classes one by one where several apply', async () => {
    const random = sequence(3);
    const box = (left: number) => ({
      left: 40 * left + random(),
      top: 10,
      width: 30,
      height: 30,
      label: 'boat',
    });
    const boats = Array.from(
      { length: 20 },
      (_, i): Answers =>
        crew.map((workerId) => ({
          workerId,
          answer: {
            inputImageProperties: { width: 640, height: 480 },
            boundingBoxes: Array.from({ length: 1 + (i % 4) }, (__, b) => box(b)),
          },
        })),
    );
    const boxes = await jobAgreement({ job: await writeJob('boats', boats) });
    expect(boxes.alpha).toEqual([{ of: 'number of boxes', metric: 'interval', value: 1 }]);
    expect(boxes.workers.every(({ iou }) => (iou ?? 0) > 0.9)).toBe(true);
    const tags = Array.from(
      { length: 30 },
      (_, i): Answers =>
        crew.map((workerId) => ({
          workerId,
          answer: { labels: [...(i % 2 ? ['night'] : []), ...(random() < 0.5 ? ['nice'] : [])] },
        })),
    );
    const several = await jobAgreement({ job: await writeJob('tags', tags) });
    const alphaFor = (name: string) => several.alpha.find(({ of }) => of === name)?.value ?? Number.NaN;
    expect(alphaFor('night')).toBe(1);
    expect(Math.abs(alphaFor('nice'))).toBeLessThan(0.25);
  });

  it('needs somebody to agree with', async () => {
    const alone = poses(3).map((answers) => answers.slice(0, 1));
    await expect(jobAgreement({ job: await writeJob('alone', alone) })).rejects.toThrow(
      /two answers or more; of 3 answered objects none has/,
    );
  });
});
