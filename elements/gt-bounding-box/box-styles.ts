import { css } from '../stage/css.ts';

/** Styles of the bounding-box panel, on top of the shell's. */
export const boxStyles = css`
  .heading { display: flex; align-items: center; min-height: var(--gt-hit); margin-bottom: var(--gt-space-1); }
  .panel-content h2 { font: 600 13px/18px var(--gt-font); color: var(--gt-text-secondary); }
  .heading h2 { flex: 1; margin: 0; }
  .chips { display: flex; flex-wrap: wrap; gap: var(--gt-space-2); max-height: 236px; overflow: auto; margin: -3px; padding: 3px; }
  .chip { display: inline-flex; align-items: center; gap: var(--gt-space-2); max-width: 100%; padding-inline: 10px var(--gt-space-2); box-shadow: inset 0 0 0 1px var(--gt-line); }
  .chip:hover:not(:disabled) { background: var(--gt-surface-raised); }
  .chip[aria-pressed='true'] { background: var(--gt-accent-soft); box-shadow: inset 0 0 0 2px var(--gt-accent); }
  .chip-name { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .dot { flex: none; width: 12px; height: 12px; border-radius: 3px; }
  .hint { margin: var(--gt-space-2) 0; min-height: 36px; color: var(--gt-text-secondary); }
  .nothing kbd, .chip kbd { font-size: 11px; color: var(--gt-text-secondary); }
  .labels { margin-top: -8px; }
  .labels .problem { margin: var(--gt-space-2) 0; }
  .nothing { display: flex; align-items: center; gap: var(--gt-space-2); min-height: var(--gt-hit); cursor: pointer; }
  .nothing[data-locked] { opacity: 0.5; }
  .nothing input { min-width: 16px; height: 16px; margin: 0; accent-color: var(--gt-accent); }
  .nothing kbd { margin-inline-start: auto; }
  .scroll { max-height: max(176px, 100dvh - 420px); margin: 0 -8px; overflow: auto; overscroll-behavior: contain; }
  .scroll ul { position: relative; margin: 0; padding: 0; list-style: none; }
  .scroll li { position: absolute; left: 0; right: 0; display: flex; align-items: center; border-radius: var(--gt-radius-control); }
  .scroll li:hover { background: var(--gt-surface-raised); }
  .scroll li[data-selected] { background: var(--gt-accent-soft); }
  .scroll button:focus-visible { outline-offset: -2px; }
  .pick { flex: 1; min-width: 0; height: 44px; display: flex; align-items: center; gap: var(--gt-space-3); padding: 0 var(--gt-space-2); text-align: start; }
  .thumbnail { position: relative; flex: none; width: 36px; height: 36px; overflow: hidden; border-radius: 4px; background: var(--gt-surface-sunken); }
  .thumbnail img { position: absolute; max-width: none; image-orientation: none; }
  .pick .chip-name { flex: 1; }
  .pick > :last-child { color: var(--gt-text-secondary); font-variant-numeric: tabular-nums; white-space: nowrap; direction: ltr; }
  .swatch { width: 4px; height: 28px; margin-inline-end: -6px; border-radius: 2px; }
  .remove { margin-inline-end: 6px; }
  @media (hover: hover) { li:not(:hover, :focus-within) .remove { opacity: 0; } }
  @media (max-width: 800px) { .ways { display: grid; grid-template-columns: 1fr 1fr; gap: var(--gt-space-2); } }
  @media (pointer: coarse) { .chip kbd, .nothing kbd { display: none; } }
`;
