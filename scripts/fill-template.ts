import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { Instructions } from './render-instructions.ts';

/** What the build replaces in a template; everything else is the author's, Liquid included. */
const placeholders = {
  script: /<script src="\.\/elements\.js"><\/script>/g,
  short: /(<short-instructions\b[^>]*>)\s*(<\/short-instructions>)/g,
  full: /(<full-instructions\b)([^>]*>)\s*(<\/full-instructions>)/g,
};

/** The line that brings Amazon's elements. Our own server answers this address itself. */
export const CROWD_SCRIPT = 'https://assets.crowd.aws/crowd-html-elements.js';

/**
 * Puts the script and the instructions into an authored template. Instructions that the author wrote into
 * the template are left.
 * @param script the whole script element
 * @param attributes of the form: the language that the script and the instructions are in
 * @param file named in errors
 * @throws {GroundTruthError} `invalid-template` when a line that every template needs is missing
 */
export function fillTemplate(
  template: string,
  script: string,
  instructions: Instructions,
  file: string,
  attributes = '',
): string {
  const needs = [
    [CROWD_SCRIPT, `the line <script src="${CROWD_SCRIPT}"></script>`],
    ['<crowd-form', 'a <crowd-form>, which submits the answer'],
  ] as const;
  for (const [text, what] of needs) {
    if (!template.includes(text)) {
      throw new GroundTruthError('invalid-template', `The template lacks ${what}.`, { where: { file } });
    }
  }
  const scripts = template.match(placeholders.script)?.length ?? 0;
  if (scripts !== 1) {
    const message = `Expected <script src="./elements.js"></script> once in the template, found it ${scripts} times.`;
    throw new GroundTruthError('invalid-template', message, { where: { file } });
  }
  // Functions, because a replacement text would read `$&` in a script as a pattern.
  return template
    .replace(placeholders.short, (_, open: string, close: string) => `${open}${instructions.short}${close}`)
    .replace(placeholders.full, (_, tag: string, rest: string, close: string) => {
      const own = instructions.header === undefined ? rest : ` header="${instructions.header}">`;
      return `${tag}${own}${instructions.full}${close}`;
    })
    .replace('<crowd-form', attributes === '' ? '<crowd-form' : `<crowd-form ${attributes}`)
    .replace(placeholders.script, () => script);
}
