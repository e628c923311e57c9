import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findTemplates } from './find-templates.ts';
import { renderInstructions } from './render-instructions.ts';

const task = {
  name: 'mine',
  task: 'keypoint',
  elements: ['gt-keypoint'],
  answerName: 'annotatedResult',
  title: 'Mine',
  description: 'Mark mine.',
  keywords: [],
};

let templatesDir = '';
beforeEach(async () => {
  templatesDir = await mkdtemp(join(tmpdir(), 'gtkit-'));
  await mkdir(join(templatesDir, 'mine'));
});
afterEach(() => rm(templatesDir, { recursive: true }));

const save = (text: string) => writeFile(join(templatesDir, 'mine', 'task.ts'), text);
const namesOf = async () =>
  (await findTemplates({ templatesDir })).map(({ task: { name, title } }) => [name, title]);

describe('finding templates', () => {
  it('passes over a folder that has only been begun', async () => {
    expect(await namesOf()).toEqual([]);
    await expect(renderInstructions(join(templatesDir, 'mine'))).rejects.toThrow(/has no instructions\.md/);
  });

  it('reads a task again that was saved again', async () => {
    await save(`export const task = ${JSON.stringify(task)};`);
    expect(await namesOf()).toEqual([['mine', 'Mine']]);
    await save(`export const task = ${JSON.stringify({ ...task, title: 'Ours' })};`);
    // As if a while had passed.
    await utimes(join(templatesDir, 'mine', 'task.ts'), new Date(), new Date(Date.now() + 5000));
    expect(await namesOf()).toEqual([['mine', 'Ours']]);
  });

  it.each([
    [
      JSON.stringify({ ...task, answerName: undefined }),
      /task\.ts cannot be used: answerName expected string/,
    ],
    [
      JSON.stringify({ ...task, task: 'pose' }),
      /task expected one of keypoint, bounding-box, classification, found pose/,
    ],
    [JSON.stringify({ ...task, name: 'other' }), /with the name "mine", found "other"/],
    ['{', /task\.ts cannot be read: /],
    ['undefined', /task\.ts cannot be used: expected object/],
  ])('says what is wrong with %s', async (text, message) => {
    await save(`export const task = ${text};`);
    await expect(findTemplates({ templatesDir })).rejects.toThrow(message);
  });
});
