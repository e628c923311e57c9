import type { ComplexAttributeConverter } from 'lit';
import { parseLenientJson } from './lenient-json.ts';

/**
 * A Lit converter for attributes that hold JSON. Nothing, an empty text and `null` are `undefined`, because
 * that is what a template renders for a value that the task does not have. Text that cannot be read becomes
 * its error, which the element shows where the value is used.
 */
export const jsonAttribute: ComplexAttributeConverter<unknown> = {
  fromAttribute(text) {
    const trimmed = text?.trim() ?? '';
    if (trimmed === '' || trimmed === 'null') return undefined;
    try {
      return parseLenientJson(trimmed);
    } catch (error) {
      return error;
    }
  },
  toAttribute: (value) => (value === undefined || value instanceof Error ? null : JSON.stringify(value)),
};
