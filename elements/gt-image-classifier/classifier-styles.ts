import { css } from 'lit';

/** Styles of the classifier's panel and of the adjustment over it, on top of the shell's. */
export const classifierStyles = css`
  .card { display: grid; gap: var(--gt-space-3); }
  .card h2 { margin: 0; }
  .header { display: none; }
  .choices { display: grid; gap: var(--gt-space-1); margin: 0 -3px; padding: 3px; }
  .choice { display: flex; align-items: center; gap: var(--gt-space-3); width: 100%; min-height: max(36px, var(--gt-hit)); padding: 6px var(--gt-space-3); text-align: start; box-shadow: inset 0 0 0 1px var(--gt-line); transition: background var(--gt-motion); }
  .choice:hover:not(:disabled) { background: var(--gt-surface-raised); }
  .choice[aria-checked='true'] { background: var(--gt-accent-soft); box-shadow: inset 0 0 0 2px var(--gt-accent); }
  .choice[data-apart] { margin-top: var(--gt-space-2); }
  .choice .name { flex: 1; min-width: 0; overflow-wrap: anywhere; }
  .box { flex: none; display: grid; place-items: center; width: 18px; height: 18px; border-radius: 50%; box-shadow: inset 0 0 0 1.5px var(--gt-edge); }
  [role='checkbox'] .box { border-radius: 4px; }
  [aria-checked='true'] .box { background: var(--gt-accent); color: var(--gt-on-accent); box-shadow: none; }
  .box .icon { width: 14px; height: 14px; stroke-width: 2.4; }
  kbd { flex: none; color: var(--gt-text-secondary); }
  .quiet { display: flex; align-items: center; gap: var(--gt-space-2); color: var(--gt-text-secondary); background: var(--gt-surface-raised); }
  .quiet[aria-pressed='true'] { color: var(--gt-text-primary); background: var(--gt-accent-soft); }
  .quiet kbd { margin-inline-start: auto; }
  .verdicts { display: flex; flex-wrap: wrap; gap: var(--gt-space-2); }
  .verdict { flex: 1 0 auto; display: flex; align-items: center; justify-content: center; gap: var(--gt-space-2); padding: var(--gt-space-1); min-height: max(44px, var(--gt-hit)); box-shadow: inset 0 0 0 1px var(--gt-edge); font-weight: 600; }
  .verdict:hover:not(:disabled) { background: var(--gt-surface-raised); }
  .verdict.accept { flex-basis: 100%; min-height: 52px; background: var(--gt-accent); color: var(--gt-on-accent); box-shadow: none; font-size: 15px; }
  .verdict.accept:hover:not(:disabled) { background: var(--gt-accent-hover); }
  .verdict.accept[data-quiet]:not(:hover) { background: none; color: inherit; box-shadow: inset 0 0 0 1px var(--gt-edge); }
  .verdict.accept:not([data-quiet]) kbd { color: inherit; background: none; border-color: currentColor; }
  .verdict[aria-expanded='true'], .verdict.adjust[aria-pressed='true'] { background: var(--gt-accent-soft); box-shadow: inset 0 0 0 2px var(--gt-accent); }
  .reasons { display: grid; gap: var(--gt-space-1); }
  .reasons h3 { margin: var(--gt-space-2) 0 0; }
  .comment { display: grid; gap: var(--gt-space-1); color: var(--gt-text-secondary); }
  .comment small { font-size: inherit; }
  textarea { width: 100%; min-height: 64px; padding: var(--gt-space-2); border: 1px solid var(--gt-edge); border-radius: var(--gt-radius-control); background: var(--gt-surface); color: var(--gt-text-primary); font: var(--gt-text-small); resize: vertical; }
  .send { font-weight: 600; }
  .hint { color: var(--gt-text-secondary); }
  .adjusting { position: absolute; inset: 0; margin: 0; z-index: 2; display: grid; grid-template-rows: auto minmax(0, 1fr); background: var(--gt-surface); }
  .adjusting[data-opening] { visibility: hidden; }
  .strip { position: absolute; z-index: 1; inset-block-start: 0; inset-inline-start: 0; display: flex; align-items: center; gap: var(--gt-space-3); min-width: 240px; height: max(43px, var(--gt-hit) + 7px); padding: 0 var(--gt-space-4) 0 var(--gt-space-2); background: var(--gt-surface); }
  .adjusting > :last-child { position: relative; grid-row: 2; height: auto; min-height: 0; }
  @media (max-width: 1100px) { .strip span { display: none; } }
  @media (max-width: 800px) {
    .card h2 { font-size: 17px; line-height: 24px; }
    .hint, .task { display: none; }
    .strip { position: static; padding: var(--gt-space-1) var(--gt-space-2); height: auto; }
    .header { display: block; font: 600 15px/20px var(--gt-font); }
    .header + h2 { font: var(--gt-text-small); color: var(--gt-text-secondary); }
    .header + h2:not([id]) { display: none; }
    textarea { min-height: 44px; height: 44px; }
    /* Always in sight, with the sheet's colour around it over what scrolls beneath. */
    .send { position: sticky; bottom: var(--gt-space-2); box-shadow: 0 0 0 var(--gt-space-2) var(--gt-surface); }
    .send:not([data-ready]) { background: var(--gt-surface); box-shadow: inset 0 0 0 1px var(--gt-edge), 0 0 0 var(--gt-space-2) var(--gt-surface); }
    .card { gap: var(--gt-space-2); }
    .verdict.accept { flex-basis: auto; min-height: 44px; }
  }
  @media (pointer: coarse) { kbd { display: none; } }
`;
