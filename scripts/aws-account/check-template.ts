/** Longest content that RenderUiTemplate, and with it the console's preview, takes. */
export const MAX_TEMPLATE = 128_000;

/** What would keep a worker's page from working, one sentence each. Pure. */
export function checkTemplate(text: string): string[] {
  const problems: (string | false)[] = [
    text.length > MAX_TEMPLATE &&
      `The template has ${text.length} characters; Ground Truth renders at most ${MAX_TEMPLATE}. Load the script from the bucket instead: the build writes a template named .s3.liquid.html for that.`,
    !/<crowd-form\b/.test(text) &&
      'The template has no <crowd-form>, so nothing can be submitted. Put the page inside one.',
    !/crowd-html-elements(-v2)?\.js/.test(text) &&
      'The template does not load crowd-html-elements.js, which makes <crowd-form> work.',
    !/\{\{-?\s*["']?[^}]*\btask\.input\b/.test(text) &&
      !/\{%-?[^%]*\btask\.input\b/.test(text) &&
      'The template shows nothing of task.input, so every worker sees the same page.',
  ];
  return problems.filter((problem) => typeof problem === 'string');
}
