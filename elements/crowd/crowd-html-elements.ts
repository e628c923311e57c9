import { CrowdAlert } from './crowd-alert.ts';
import { CrowdButton } from './crowd-button.ts';
import { CrowdCheckbox, CrowdRadioButton, CrowdRadioGroup } from './crowd-choice.ts';
import { CrowdInput, CrowdTextArea } from './crowd-field.ts';
import { CrowdForm } from './crowd-form.ts';
import { CrowdInstructions } from './crowd-instructions.ts';

/**
 * Our stand-in for Amazon's script of the same name: the small part of the crowd elements that worker pages
 * of custom templates use. Written from the documented behaviour; on AWS the real script is loaded instead.
 */
const elements: Record<string, CustomElementConstructor> = {
  'crowd-form': CrowdForm,
  'crowd-button': CrowdButton,
  'crowd-input': CrowdInput,
  'crowd-text-area': CrowdTextArea,
  'crowd-checkbox': CrowdCheckbox,
  'crowd-radio-button': CrowdRadioButton,
  'crowd-radio-group': CrowdRadioGroup,
  'crowd-alert': CrowdAlert,
  'crowd-instructions': CrowdInstructions,
};

for (const [tag, element] of Object.entries(elements))
  if (!customElements.get(tag)) customElements.define(tag, element);

/** Tells the page's own scripts, and the host page, that the elements can be used. */
function announce(): void {
  document.dispatchEvent(new CustomEvent('all-crowd-elements-ready', { bubbles: true }));
  if (window.parent !== window) window.parent.postMessage({ source: 'crowd-form', ready: true }, '*');
}

// A task after parsing: scripts at the end of the page, and DOMContentLoaded handlers, have added listeners.
if (document.readyState === 'loading')
  document.addEventListener('DOMContentLoaded', () => setTimeout(announce), { once: true });
else setTimeout(announce);
