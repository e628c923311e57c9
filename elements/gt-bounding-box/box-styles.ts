/** Styles of the bounding-box panel, on top of the shell's. */
export const boxStyles = `
  .heading { display: flex; align-items: center; justify-content: space-between; min-height: var(--gt-hit); margin-bottom: var(--gt-space-1); }
  .panel-content { grid-template-columns: minmax(0, 1fr); }
  .panel-content h2 { font: 600 13px/18px var(--gt-font); color: var(--gt-text-secondary); }
  .heading h2 { margin: 0; }
  .chips { display: flex; flex-wrap: wrap; gap: var(--gt-space-2); max-height: 236px; overflow: auto; margin: -3px; padding: 3px; }
  .chip { display: inline-flex; align-items: center; gap: var(--gt-space-2); max-width: 100%; padding: 0 var(--gt-space-2) 0 10px; box-shadow: inset 0 0 0 1px var(--gt-line); transition: background var(--gt-motion); }
  .chip:hover:not(:disabled) { background: var(--gt-surface-raised); }
  .chip[aria-pressed='true'] { background: var(--gt-accent-soft); box-shadow: inset 0 0 0 2px var(--gt-accent); }
  .chip-name { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .dot { flex: none; width: 12px; height: 12px; border-radius: 3px; box-shadow: inset 0 0 0 1px rgb(0 0 0 / 0.25); }
  .hint { margin-top: var(--gt-space-2); min-height: 36px; color: var(--gt-text-secondary); }
  .hint kbd, .nothing kbd, .chip kbd { font-size: 11px; line-height: 16px; color: var(--gt-text-secondary); }
  .labels { margin-top: calc(-1 * var(--gt-space-2)); }
  .labels .problem { margin-top: var(--gt-space-2); }
  .nothing { display: flex; align-items: center; gap: var(--gt-space-2); min-height: var(--gt-hit); cursor: pointer; }
  .nothing[data-locked] { opacity: 0.5; cursor: default; }
  .nothing input { width: 16px; height: 16px; margin: 0; accent-color: var(--gt-accent); }
  .nothing kbd { margin-left: auto; }
  @media (forced-colors: active) { .chip[aria-pressed='true'] { outline: 2px solid Highlight; } .dot { forced-color-adjust: none; } }
  @media (pointer: coarse) { .chip kbd, .nothing kbd { display: none; } }
`;
