import { type CSSResult, unsafeCSS } from 'lit';

/** Styles without anything put into them: Lit's own tag, with what it does for the rest left out of the script. */
export const css = (strings: TemplateStringsArray): CSSResult => unsafeCSS(strings[0]);
