import { css } from './css.ts';

/** Layout and controls of the labeling page, from the tokens. */
export const shellStyles = css`
  :host { display: block; position: relative; height: 100dvh; min-height: 320px; font: var(--gt-text-small); font-variant-numeric: tabular-nums; text-wrap: pretty; color: var(--gt-text-primary); background: var(--gt-surface); }
  :host([fills]) { position: fixed; inset: 0; height: auto; min-height: 0; z-index: 1; }
  :host([hidden]) { display: none; }
  * { box-sizing: border-box; }
  .shell { position: absolute; inset: 0; display: grid; grid-template: max(44px, var(--gt-hit) + 8px) minmax(0, 1fr) / minmax(0, 1fr) auto; overflow: hidden; }
  .bar { grid-column: 1 / -1; display: flex; align-items: center; gap: var(--gt-space-3); padding-inline: var(--gt-space-4) var(--gt-space-2); border-bottom: 1px solid var(--gt-line); }
  h1 { flex: 1; min-width: 0; max-height: 40px; margin: 0; overflow: hidden; }
  h1, .task { font: 600 15px/20px var(--gt-font); }
  h2 { margin: 0 0 var(--gt-space-2); font: var(--gt-text-title); }
  h3 { margin: 0 0 var(--gt-space-2); font: 600 13px/18px var(--gt-font); color: var(--gt-text-secondary); }
  p { margin: 0; }
  .tools { display: flex; align-items: center; gap: 2px; }
  button, summary { font: var(--gt-text-small); color: inherit; cursor: pointer; touch-action: manipulation; }
  button { border: 0; border-radius: var(--gt-radius-control); background: none; min-height: var(--gt-hit); padding: 0 var(--gt-space-3); }
  button:disabled { cursor: default; opacity: 0.38; }
  :focus-visible { outline: 2px solid var(--gt-accent); outline-offset: 2px; }
  .stage[data-ring]::after { content: ''; position: absolute; inset: 0; border: 2px solid var(--gt-accent); }
  .tool { display: grid; place-items: center; width: var(--gt-hit); min-height: var(--gt-hit); padding: 0; color: var(--gt-text-secondary); transition: background var(--gt-motion), color var(--gt-motion); }
  .tool:hover:not(:disabled), .plain:hover:not(:disabled) { background: var(--gt-surface-sunken); color: var(--gt-text-primary); }
  .icon { width: 20px; height: 20px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
  .percent { min-width: 42px; text-align: center; color: var(--gt-text-secondary); }
  .progress { display: flex; align-items: center; gap: var(--gt-space-2); color: var(--gt-text-secondary); white-space: nowrap; }
  progress { appearance: none; width: 96px; height: 4px; border: 0; border-radius: 2px; overflow: hidden; color: var(--gt-accent); background: var(--gt-line); }
  progress::-webkit-progress-bar { background: var(--gt-line); }
  progress::-webkit-progress-value { background: currentColor; transition: inline-size var(--gt-motion); }
  progress::-moz-progress-bar { background: currentColor; }
  [data-complete] * { color: var(--gt-success); }
  .submit { padding: 0 var(--gt-space-4); font-weight: 600; box-shadow: inset 0 0 0 1px var(--gt-edge); transition: background var(--gt-motion); }
  .plain { min-height: var(--gt-hit); box-shadow: inset 0 0 0 1px var(--gt-edge); }
  [data-ready] { background: var(--gt-accent); color: var(--gt-on-accent); box-shadow: none; }
  [data-ready]:hover { filter: brightness(0.9); }
  .popover { inset: auto; inset-inline-end: 8px; width: 300px; margin: 0; padding: var(--gt-space-4); border: 0; border-radius: var(--gt-radius-panel); background: var(--gt-surface); color: inherit; box-shadow: var(--gt-shadow), 0 0 0 1px var(--gt-line); }
  .popover label { display: flex; align-items: center; }
  .popover input { width: 120px; height: var(--gt-hit); margin: 0; margin-inline-start: auto; accent-color: var(--gt-accent); }

  .work { position: relative; min-width: 0; background: var(--gt-ground); }
  .stage { position: absolute; inset: 0; direction: ltr; overflow: hidden; touch-action: none; user-select: none; outline: none; cursor: grab; }
  .stage img, .stage > canvas { position: absolute; left: 0; top: 0; transform-origin: 0 0; max-width: none; image-orientation: none; pointer-events: none; }
  .stage:not([data-status='ready']) > *, :has(~ .notice) > * { visibility: hidden; }
  canvas { width: 100%; height: 100%; }
  .stage[data-bare] > :not(img) { opacity: 0; }
  .loupe { position: absolute; left: 0; top: 0; width: 120px; height: 120px; overflow: hidden; border-radius: 50%; background: var(--gt-ground); box-shadow: 0 0 0 2px #fff, var(--gt-shadow); pointer-events: none; }
  .loupe img { image-rendering: pixelated; will-change: transform; }
  .notice { position: absolute; inset: 0; margin: auto; width: min(380px, 90%); height: fit-content; padding: var(--gt-space-5); border-radius: var(--gt-radius-panel); background: var(--gt-surface); box-shadow: var(--gt-shadow); font: var(--gt-text); text-align: center; }
  .notice p { margin-bottom: var(--gt-space-4); color: var(--gt-text-secondary); }
  .notice > .icon { width: 32px; height: 32px; margin-bottom: var(--gt-space-2); color: var(--gt-text-secondary); }
  .notice summary { color: var(--gt-text-secondary); line-height: var(--gt-hit); }
  .notice code { display: block; margin-top: var(--gt-space-2); font: 13px/18px ui-monospace, monospace; text-align: left; overflow-wrap: anywhere; }
  .placeholder { position: absolute; inset: 10%; border-radius: var(--gt-radius-panel); background: rgb(255 255 255 / 0.14); animation: breathe 1.6s infinite alternate; }
  @keyframes breathe { from { opacity: 0.45; } }

  .panel { position: relative; width: 300px; overflow: auto; border-inline-start: 1px solid var(--gt-line); overscroll-behavior: contain; }
  @media (min-width: 801px) { .shell:not([data-panel]) .panel { display: none; } }
  .panel-content { padding: var(--gt-space-4); display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--gt-space-5); }
  .grip, .panel > .adjust, .task { display: none; }
  .problem { display: flex; gap: var(--gt-space-2); padding: var(--gt-space-2) var(--gt-space-3); border-radius: var(--gt-radius-control); background: var(--gt-warning-soft); color: var(--gt-warning); }
  .short { color: var(--gt-text-secondary); padding-top: var(--gt-space-4); border-top: 1px solid var(--gt-line); overflow-wrap: anywhere; }
  dialog { width: min(760px, 92vw); max-height: 86dvh; padding: 0; border: 0; border-radius: var(--gt-radius-panel); background: var(--gt-surface); color: inherit; box-shadow: var(--gt-shadow); font: var(--gt-text); }
  dialog::backdrop { background: #0008; }
  .sheet { position: relative; display: grid; gap: var(--gt-space-5); padding: var(--gt-space-5); }
  .close { position: absolute; top: var(--gt-space-2); inset-inline-end: var(--gt-space-2); }
  .keys { columns: 2 260px; column-gap: var(--gt-space-6); font: var(--gt-text-small); }
  .keys > div { break-inside: avoid; margin-bottom: var(--gt-space-4); }
  dl, dd { margin: 0; }
  dl > div { display: flex; gap: var(--gt-space-3); padding: 3px 0; }
  dt { flex: 0 0 112px; }
  kbd { display: inline-block; min-width: 20px; padding: 0 5px; border: 1px solid var(--gt-line); border-radius: 4px; background: var(--gt-surface-raised); font: 12px/18px var(--gt-font); text-align: center; white-space: nowrap; }
  .visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  @media (max-width: 800px) {
    .shell { grid-template: 52px minmax(0, 1fr) auto / minmax(0, 1fr); }
    .bar { gap: var(--gt-space-1); padding: 0 var(--gt-space-2); }
    h1, .zoom > :not([data-id='fit']), .bar .adjust, .bar [data-id=''] { display: none; }
    .progress { flex: 1; padding-inline-start: var(--gt-space-1); white-space: normal; line-height: 16px; }
    progress { display: none; }
    .panel { width: auto; max-height: 62dvh; border: 0; border-radius: 14px 14px 0 0; margin-top: -14px; background: var(--gt-surface); box-shadow: var(--gt-shadow); padding-bottom: env(safe-area-inset-bottom); }
    .panel-content { padding-top: 0; gap: var(--gt-space-4); }
    .task { display: block; }
    .grip { display: grid; place-items: center; width: 100%; }
    .panel > .adjust { display: grid; position: absolute; top: 0; inset-inline-end: var(--gt-space-2); }
    .popover { inset: auto 8px 8px auto !important; }
    .grip::before { content: ''; width: 36px; height: 4px; border-radius: 2px; background: var(--gt-edge); }
    .shell:not([data-panel]) .panel-content > :not(.card) { display: none; }
  }
  @media (max-width: 800px) and (max-height: 480px) {
    .shell { grid-template: 52px minmax(0, 1fr) / minmax(0, 1fr) 280px; }
    .panel { max-height: none; margin: 0; }
  }
  @media (prefers-reduced-motion: reduce) { *, ::before { animation: none !important; } }
  @media (forced-colors: active) {
    .submit, .plain, .panel, .notice, .choice, .verdict { border: 1px solid; }
    [data-ready], .accept { color: ButtonText !important; }
    .dot, .swatch, i { forced-color-adjust: none; }
    :where([aria-pressed='true'], [aria-checked='true'], [aria-current='true'], [data-selected], .pose[data-current]) { outline: 2px dashed; outline-offset: -2px; }
  }
`;
