/**
 * The design tokens as CSS text: one source for the elements (in their shadow roots), the portal and the
 * preview (as dist/assets/tokens.css). Every value adapts to `color-scheme` through light-dark().
 */
const declarations = `
  color-scheme: light dark;
  --gt-space-1: 4px; --gt-space-2: 8px; --gt-space-3: 12px; --gt-space-4: 16px;
  --gt-space-5: 24px; --gt-space-6: 32px; --gt-space-7: 48px;
  --gt-radius-control: 6px; --gt-radius-panel: 10px;
  --gt-hit: 32px;
  --gt-font: system-ui, sans-serif;
  --gt-text-small: 13px/18px var(--gt-font); --gt-text: 15px/22px var(--gt-font); --gt-text-title: 600 20px/28px var(--gt-font);
  --gt-surface: light-dark(#fff, #15181d);
  --gt-surface-raised: light-dark(#f6f7f9, #1d2127);
  --gt-surface-sunken: light-dark(#e9ecf0, #0f1115);
  --gt-line: light-dark(#d9dde3, #333943);
  --gt-edge: light-dark(#858d99, #7a8390);
  --gt-text-primary: light-dark(#1a1f26, #eef1f5);
  --gt-text-secondary: light-dark(#535c68, #a9b2be);
  --gt-ground: light-dark(#8b9099, #3a3f47);
  --gt-accent: light-dark(#2563eb, #60a5fa);
  --gt-accent-hover: light-dark(#1d4fd8, #8bbcfb);
  --gt-on-accent: light-dark(#fff, #0b1220);
  --gt-accent-soft: light-dark(#e6eeff, #1c2a44);
  --gt-warning: light-dark(#8a5200, #fbbf4a); --gt-warning-soft: light-dark(#fff3dc, #35280f);
  --gt-error: light-dark(#b3201b, #ff8a80); --gt-error-soft: light-dark(#fdeceb, #3b1a18);
  --gt-success: light-dark(#14713d, #5fd391);
  --gt-shadow: 0 4px 16px light-dark(rgb(15 23 42 / 0.16), rgb(0 0 0 / 0.5));
  --gt-motion: 120ms ease-out;
`;

/** The tokens for what a selector means: `:root` for a whole page, `:host` for a shadow root. */
export const tokensOf = (selector: string) => `${selector} {${declarations}}
@media (pointer: coarse) {${selector} {--gt-hit: 44px; }}
@media (prefers-reduced-motion: reduce) {${selector} {--gt-motion: 0ms; }}`;

/** Okabe-Ito colours: warm for left parts, cool for right parts, neutral for the midline. */
export const dataColors = {
  left: ['#E69F00', '#D55E00', '#F0E442', '#CC79A7'],
  right: ['#56B4E9', '#0072B2', '#009E73', '#7B6FD0'],
  middle: ['#F4F4F4', '#BBBBBB'],
} as const;
