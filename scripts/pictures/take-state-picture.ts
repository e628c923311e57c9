import type { Browser } from 'playwright-core';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { type OpenTaskOptions, openTask } from '#elements/scenarios/testing/open-task.ts';
import { type Subject, workerStates } from '#elements/scenarios/testing/worker-states.ts';
import type { Look, StatePicture } from './state-pictures.ts';
import { translateSubject } from './translate-subject.ts';

const desktop = { width: 1440, height: 900 };
const looks: Record<Look, OpenTaskOptions> = {
  light: { settings: { viewport: desktop, colorScheme: 'light' } },
  dark: { settings: { viewport: desktop, colorScheme: 'dark' } },
  phone: { touch: true, settings: { viewport: { width: 390, height: 844 }, colorScheme: 'light' } },
};

/**
 * Brings a built template into a state and takes its picture.
 * @param scale pixels of the picture for one of the page
 * @returns a PNG
 * @throws {GroundTruthError} `not-found` when no state of the template has that name
 */
export async function takeStatePicture(
  browser: Browser,
  { template, state: name, language, direction, also }: StatePicture,
  look: Look,
  subject: Subject,
  scale = 1,
): Promise<Buffer> {
  const states = workerStates(language ? translateSubject(subject, language) : subject);
  const state = states.find((one) => one.template === template && one.name === name);
  if (!state) throw new GroundTruthError('not-found', `No state of ${template} is called "${name}".`);
  const { settings, ...options } = looks[look];
  const task = await openTask(browser, language ? `${template}.${language}` : template, state.input, {
    ...state.options,
    ...options,
    settings: { ...settings, reducedMotion: 'reduce', deviceScaleFactor: scale },
    before: direction ? `document.documentElement.dir = '${direction}'` : '',
  });
  await state.act?.(task);
  await also?.(task);
  await task.page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
  const picture = await task.page.screenshot({ animations: 'disabled' });
  await task.page.context().close();
  return picture;
}
