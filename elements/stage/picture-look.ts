import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { icon, icons } from './icon.ts';
import type { ImageStage } from './image-stage.ts';
import type { LabelingElement } from './labeling-element.ts';
import { type Shortcut, type ShortcutRow, shortcutGroup } from './shortcuts.ts';

/** What can be changed about how the picture is seen: percent of normal, and degrees for `turn`. */
export type LookName = 'brightness' | 'contrast' | 'gamma' | 'turn' | 'size';

/** The key, with Shift for less; least, most, step and normal. */
const ranges: Record<LookName, readonly [string, number, number, number, number]> = {
  brightness: ['i', 20, 180, 10, 100],
  contrast: ['v', 20, 180, 10, 100],
  gamma: ['g', 30, 300, 10, 100],
  turn: ['t', -180, 180, 15, 0],
  size: ['w', 50, 200, 25, 100],
};

const rows = () =>
  Object.entries<string>({
    brightness: msg('Brightness'),
    contrast: msg('Contrast'),
    gamma: msg('Gamma'),
    turn: msg('Turn'),
    size: msg('Size of the marks'),
  }) as [LookName, string][];

const lookOf = (stage: ImageStage, name: LookName) =>
  name === 'turn' ? (stage.view.turn ?? 0) : stage.look[name];

/** Shows the picture otherwise; the answer knows nothing of it. */
export function setLook<Document>(element: LabelingElement<Document>, name: LookName, value: number): void {
  const { stage } = element;
  const { look } = stage;
  const [, least, most] = ranges[name];
  if (name === 'turn') stage.turnBy(value - lookOf(stage, name));
  else look[name] = Math.min(Math.max(value, least), most);
  const { brightness, contrast, gamma } = look;
  // A filter costs time in every frame, also one that does nothing.
  const plain = brightness + contrast === 200 && brightness === contrast;
  stage.image.element.style.filter = `${plain ? '' : `brightness(${brightness}%) contrast(${contrast}%)`}${gamma === 100 ? '' : ' url(#gamma)'}`;
  element.refresh();
}

function resetLook<Document>(element: LabelingElement<Document>): void {
  for (const [name] of rows()) setLook(element, name, ranges[name][4]);
}

/** A letter for more, with Shift for less. */
export function lookShortcuts<Document>(element: LabelingElement<Document>): readonly Shortcut[] {
  const step = (name: LookName, text: string, sign: number): ShortcutRow => {
    const [key, , , by] = ranges[name];
    const keys = sign < 0 ? `Shift+${key}` : key;
    const run = () => {
      setLook(element, name, lookOf(element.stage, name) + sign * by);
      element.announce(`${text}: ${lookOf(element.stage, name)}`);
    };
    return [keys, keys, text, run];
  };
  return shortcutGroup(msg('Picture'), undefined, [
    ...rows().flatMap(([name, text]) => [step(name, text, 1), step(name, text, -1)]),
    ['look', 'q', msg('Reset'), () => resetLook(element)],
  ]);
}

/** Opens the sliders: from the bar, and on a narrow screen, where the bar is full, from the sheet. */
export const lookButton = (text: string = msg('Brightness, contrast, turn')): TemplateResult =>
  html`<button class="tool adjust" popovertarget="adjust" title=${text} aria-label=${text}>${icon(icons.adjust)}</button>`;

/** The sliders behind the button, and the filter that the style of the picture refers to. */
export function renderLook<Document>(element: LabelingElement<Document>): TemplateResult {
  const { stage, shortcuts } = element;
  const place = (event: Event) => {
    const panel = event.currentTarget as HTMLElement;
    // Over the side panel, so that the picture is seen while it changes.
    panel.style.top = `${(panel.parentElement?.getBoundingClientRect().bottom ?? 0) + 8}px`;
  };
  const slider = ([name, text]: [LookName, string]) => {
    const [key, least, most, step] = ranges[name];
    const value = lookOf(stage, name);
    const change = (event: Event) =>
      setLook(element, name, Number((event.currentTarget as HTMLInputElement).value));
    return html`<label title=${shortcuts.tip(text, key)}>${text}<input type="range" name=${name} min=${least} max=${most} step=${step} .value=${value} @input=${change} /></label>`;
  };
  const exponent = 100 / stage.look.gamma;
  return html`<div class="popover" id="adjust" popover @beforetoggle=${place}>
      ${rows().map(slider)}
      <button class="plain" @click=${() => resetLook(element)}>${msg('Reset')}</button>
    </div>
    ${
      exponent === 1
        ? nothing
        : html`<svg class="visually-hidden" aria-hidden="true"><filter id="gamma" color-interpolation-filters="sRGB"><feComponentTransfer><feFuncR type="gamma" exponent=${exponent}></feFuncR><feFuncG type="gamma" exponent=${exponent}></feFuncG><feFuncB type="gamma" exponent=${exponent}></feFuncB></feComponentTransfer></filter></svg>`
    }`;
}
