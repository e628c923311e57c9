import type { PropertyDeclarations } from 'lit';
import { jsonAttribute } from './json-attribute.ts';

/**
 * The attributes that every labeling element has, and the state that it draws anew for. Without decorators, whose
 * helpers would be a twentieth of the script.
 */
export const labelingProperties: PropertyDeclarations = {
  src: {},
  header: {},
  name: {},
  disabled: { type: Boolean, reflect: true },
  required: { type: Boolean, reflect: true },
  initialValue: { attribute: 'initial-value', converter: jsonAttribute },
  noTelemetry: { type: Boolean, attribute: 'no-telemetry' },
  noDraft: { type: Boolean, attribute: 'no-draft' },
  problem: { state: true },
  authorProblem: { state: true },
  panelOpen: { state: true },
};
