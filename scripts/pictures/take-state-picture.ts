import type { Browser, Page } from 'playwright-core';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { openTask } from '#elements/scenarios/testing/open-task.ts';
import { type Subject, workerStates } from '#elements/scenarios/testing/worker-states.ts';
import { isPhone, type Look, windowOf } from './looks.ts';
import type { StatePicture } from './state-pictures.ts';
import { translateSubject } from './translate-subject.ts';

const nextFrames = (page: Page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

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
  const task = await openTask(browser, language ? `${template}.${language}` : template, state.input, {
    ...state.options,
    touch: isPhone(look),
    settings: { ...windowOf(look), deviceScaleFactor: scale },
    // A tap glows for a moment that is not the same in two pictures.
    before: `document.documentElement.style.webkitTapHighlightColor = 'transparent';
      document.documentElement.dir = '${direction ?? 'ltr'}';`,
  });
  // What is aimed at stands where it will stay.
  await nextFrames(task.page);
  await state.act?.(task);
  await also?.(task);
  await nextFrames(task.page);
  const picture = await task.page.screenshot({ animations: 'disabled' });
  await task.page.context().close();
  return picture;
}
