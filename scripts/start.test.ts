import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeypointLabel, KeypointLabelMetadata } from '#contracts/keypoint-label.ts';
import { catSideView } from '#skeletons/cat-side-view.ts';
import { projectRoot } from './project-root.ts';
import type { StartReport } from './start.ts';

// What a newcomer types first, to the end: "npm start -- --once --json".

const folder = mkdtempSync(join(tmpdir(), 'gtkit-start-'));
let run: { code: number | null; out: string; err: string };
let report: StartReport;

beforeAll(async () => {
  run = await gtkit('start', '--once', '--json', '--port', '0', '--data', folder);
  if (run.code !== 0) throw new Error(`gtkit start ended with ${run.code}:\n${run.err}`);
  report = JSON.parse(run.out);
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command line beside the test, so that the test's own process stays responsive. */
function gtkit(...parameters: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [join(projectRoot, 'cli', 'gtkit.ts'), ...parameters]);
  let out = '';
  let err = '';
  child.stdout.on('data', (part) => (out += part));
  child.stderr.on('data', (part) => (err += part));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

const lines = () =>
  readFileSync(report.outputManifest.file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('npm start -- --once', () => {
  it('has every image labeled by five workers', () => {
    expect(report).toMatchObject({ status: 'Completed', labeled: 24, failed: 0, answers: 24 * 5 });
    expect(report.open).toBeUndefined();
  });

  it('tells how it goes on standard error and keeps standard output for the report', () => {
    expect(run.err).toContain('Ground Truth is up at http://127.0.0.1:');
    expect(run.err).toMatch(/Labeling: \d+ of 120/);
  });

  it('writes an output manifest with a label on every line', () => {
    const objects = lines();
    expect(objects).toHaveLength(24);
    for (const object of objects) {
      const label = KeypointLabel.parse(object['cat-pose']);
      const metadata = KeypointLabelMetadata.parse(object['cat-pose-metadata']);
      expect(label.annotations).toHaveLength(1);
      expect(metadata['keypoint-names']).toEqual(catSideView.keypoints.map(({ name }) => name));
      expect(metadata['job-name']).toContain(report.job);
    }
    expect(new Set(objects.map((object) => object['source-ref'])).size).toBe(24);
  });

  it('measures the labels against the truth, per keypoint and over all', () => {
    expect(report.keypoints.map(({ name }) => name)).toEqual(catSideView.keypoints.map(({ name }) => name));
    expect(report.overall.n).toBeGreaterThan(200);
    expect(report.overall.median).toBeLessThan(5);
    expect(report.overall.worst).toBeLessThan(100);
  });

  it('draws a contact sheet', async () => {
    const { width, height, format } = await sharp(report.contactSheet).metadata();
    expect(format).toBe('png');
    expect(Math.min(width, height)).toBeGreaterThan(300);
  });

  it("keeps every worker's answer beside the labels", () => {
    const manifest = report.outputManifest.file;
    const answers = join(manifest, '..', '..', '..', 'annotations', 'worker-response');
    expect(existsSync(answers)).toBe(true);
  });
});
