import { css } from '#elements/stage/css.ts';

/** Styles of the keypoint panel, on top of the shell's. */
export const keypointPanelStyles = css`
  .card { display: grid; gap: var(--gt-space-2); }
  .card h2 { display: flex; align-items: center; gap: var(--gt-space-2); margin: 0; overflow-wrap: anywhere; }
  .order { color: var(--gt-text-secondary); }
  .swatch { flex: none; width: 12px; height: 12px; border-radius: 50%; }
  .definition { font: var(--gt-text); color: var(--gt-text-secondary); overflow-wrap: anywhere; }
  .choices { display: grid; gap: var(--gt-space-2); margin-top: var(--gt-space-1); }
  .choice { display: flex; align-items: center; gap: 6px; min-height: max(38px, var(--gt-hit)); padding: 2px var(--gt-space-2); line-height: 16px; text-align: start; box-shadow: inset 0 0 0 1px var(--gt-edge); }
  .choice span { flex: 1; }
  small { display: block; font: 12px/16px var(--gt-font); color: var(--gt-text-secondary); }
  .choice kbd { font-size: 11px; }
  .choice:hover:not(:disabled) { background: var(--gt-surface-raised); }
  .choice[aria-pressed='true'] { background: var(--gt-accent-soft); box-shadow: inset 0 0 0 2px var(--gt-accent); }
  .choice .icon { color: var(--gt-text-secondary); }
  .state, .done { display: flex; align-items: center; gap: var(--gt-space-2); color: var(--gt-text-secondary); }
  .state span { flex: 1; }
  .link { justify-self: start; padding: 0; color: var(--gt-accent); }
  .link:hover { text-decoration: underline; }
  .done { padding: var(--gt-space-2) var(--gt-space-3); border-radius: var(--gt-radius-control); background: var(--gt-surface-raised); color: var(--gt-text-primary); }
  .done .icon { color: var(--gt-success); }

  .skeleton { display: grid; gap: var(--gt-space-2); }
  .map { position: relative; aspect-ratio: 8 / 5; border-radius: var(--gt-radius-panel); background: var(--gt-surface-raised); }
  .map img { position: absolute; inset: 11% 7%; width: 86%; height: 78%; }
  .map svg { position: absolute; width: 100%; height: 100%; fill: none; stroke: var(--gt-edge); stroke-width: 1.5; opacity: 0.55; }
  .map path { vector-effect: non-scaling-stroke; }
  .dot { position: absolute; display: grid; place-items: center; width: 26px; height: 26px; margin: -13px; border-radius: 50%; cursor: pointer; }
  .dot > i { background-color: var(--gt-surface-raised); outline: 1px solid var(--gt-surface-raised); transform: scale(1.25); }
  .map img + svg { stroke: #fff; opacity: 1; }
  .dot[data-current]::before { content: ''; position: absolute; inset: 3px; border: 2px solid var(--gt-accent); border-radius: 50%; animation: pulse 600ms ease-out 1; }
  @keyframes pulse { from { transform: scale(0.6); } 60% { transform: scale(1.35); } }

  .list { display: grid; grid-template-columns: 1fr 1fr; gap: 0 var(--gt-space-1); }
  .item { display: flex; align-items: center; gap: var(--gt-space-2); min-height: 26px; padding: 2px var(--gt-space-2); text-align: start; }
  .item span { min-width: 0; overflow-wrap: anywhere; }
  .map i, .item i { flex: none; width: 9px; height: 9px; border-radius: 50%; box-shadow: inset 0 0 0 1.5px var(--gt-edge); }
  .missing, .item.absent { color: var(--gt-text-secondary); }
  .visible > i { background: var(--color); box-shadow: none; }
  .occluded > i { background: linear-gradient(90deg, var(--color) 50%, transparent 50%); box-shadow: inset 0 0 0 1.5px var(--color); }
  .item.absent { text-decoration: line-through; }
  .absent > i { border-radius: 1px; height: 2px; background: var(--gt-text-secondary); box-shadow: none; }
  .item:hover { background: var(--gt-surface-raised); }
  .item[aria-current='true'] { background: var(--gt-accent-soft); color: var(--gt-text-primary); }

  .poses { display: grid; gap: var(--gt-space-1); }
  .pose { border-radius: var(--gt-radius-control); }
  .pose[data-current] { background: var(--gt-accent-soft); }
  .pose > :first-child { display: flex; align-items: center; gap: var(--gt-space-2); width: 100%; min-height: var(--gt-hit); padding: 0 var(--gt-space-2); text-align: start; }
  .pose > div { display: flex; }
  .pose input { flex: 1; width: 0; padding: 2px 0; border: 0; border-radius: 4px; background: none; color: inherit; font: inherit; font-weight: 600; }
  .pose input::placeholder { color: inherit; opacity: 1; }
  .count { margin-inline-start: auto; color: var(--gt-text-secondary); font-variant-numeric: tabular-nums; }
  .quiet { display: flex; align-items: center; justify-content: center; gap: var(--gt-space-1); color: var(--gt-text-secondary); box-shadow: none; background: var(--gt-surface-raised); }

  .beside { position: absolute; display: grid; gap: var(--gt-space-2); width: 232px; padding: var(--gt-space-3); border-radius: var(--gt-radius-panel); background: var(--gt-surface); box-shadow: var(--gt-shadow); }
  .beside p { display: flex; gap: var(--gt-space-2); font-weight: 600; color: var(--gt-warning); }
  .beside span { color: var(--gt-text-secondary); }
  .beside div { display: flex; gap: var(--gt-space-2); }
  @media (max-width: 800px) {
    .beside { inset: 8px 8px auto !important; width: auto; }
    .order { position: absolute; top: 0; line-height: var(--gt-hit); pointer-events: none; }
    .card h2 { font-size: 17px; line-height: 24px; }
    .definition { font: var(--gt-text-small); }
    .choices { grid-template-columns: 1fr 1fr; }
    .choice { padding: var(--gt-space-1) var(--gt-space-2); }
    .choice kbd, small { display: none; }
  }
  @media (pointer: coarse) { .item { min-height: 44px; } }
`;
