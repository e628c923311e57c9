/** Answers by name: text, or `{value: ticked}` for boxes and radio buttons that share the name. */
export type FormAnswers = Record<string, string | Record<string, boolean>>;

const answering = 'input, select, textarea, crowd-input, crowd-text-area, crowd-checkbox, crowd-radio-button';

/** Native inputs that carry no answer. */
const silentTypes = new Set(['button', 'submit', 'reset', 'image', 'file']);

type Control = HTMLElement & { type?: string; value: string; checked?: boolean; disabled?: boolean };

/**
 * What a form answers, by crowd-form's rules: text under its name, `crowd-input` and `crowd-text-area` left
 * out while empty, boxes and radio buttons as `{name: {value: boolean}}` with a shared object per name, and
 * the last control in document order wins where two have one name. Names come out in alphabetical order,
 * which is how answers of Ground Truth are written.
 */
export function serializeForm(form: HTMLElement): FormAnswers {
  const answers = new Map<string, string | Record<string, boolean>>();
  for (const control of form.querySelectorAll<Control>(answering)) {
    const name = control.getAttribute('name');
    if (!name || control.disabled || control.matches(':disabled')) continue;
    const tag = control.localName;
    const type = tag === 'input' ? (control.type ?? '') : '';
    if (silentTypes.has(type)) continue;
    if (type === 'checkbox' || type === 'radio' || tag === 'crowd-checkbox' || tag === 'crowd-radio-button') {
      const before = answers.get(name);
      const group: Record<string, boolean> = typeof before === 'object' ? before : Object.create(null);
      group[control.getAttribute('value') ?? 'on'] = control.checked === true;
      answers.set(name, group);
      continue;
    }
    const value = String(control.value ?? '');
    if (tag.startsWith('crowd-') && value === '') continue;
    answers.set(name, value);
  }
  const sorted = [...answers].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  // fromEntries defines own properties, so that a control named "__proto__" is an answer and nothing else.
  return Object.fromEntries(sorted);
}
