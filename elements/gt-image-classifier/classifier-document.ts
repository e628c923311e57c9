/** What `<gt-image-classifier>` edits. Immutable. */
export interface ClassifierDocument {
  /** Chosen categories in the order of the list; at most one for a single choice. */
  readonly chosen: readonly string[];
  readonly comment: string;
  /** The corrected marks, as the editing element answers; only when verifying. */
  readonly adjustment?: object | undefined;
}

export const emptyClassifierDocument: ClassifierDocument = { chosen: [], comment: '' };

/** What can be chosen, and how. */
export interface Choices {
  /** Every category, the one that excludes the others included, as the last. */
  readonly categories: readonly string[];
  readonly multiple: boolean;
  /** Chosen alone, because it says that none of the others applies. */
  readonly exclusion?: string | undefined;
}

/**
 * A category is chosen or, where several may be, taken back. The one that excludes the others takes them away,
 * and goes when one of them is chosen. Choosing ends an adjustment. What changes nothing gives the same document.
 */
export function choose(
  document: ClassifierDocument,
  category: string,
  { categories, multiple, exclusion }: Choices,
): ClassifierDocument {
  if (!categories.includes(category)) return document;
  const { chosen, comment } = document;
  const has = chosen.includes(category);
  if (!multiple) return has && !document.adjustment ? document : { chosen: [category], comment };
  if (has) return { chosen: chosen.filter((name) => name !== category), comment };
  if (category === exclusion) return { chosen: [category], comment };
  const all = new Set([...chosen, category].filter((name) => name !== exclusion));
  return { chosen: categories.filter((name) => all.has(name)), comment };
}

/** The worker's words; without any change the same document. */
export function comment(document: ClassifierDocument, text: string): ClassifierDocument {
  return text === document.comment ? document : { ...document, comment: text };
}

/** Key of the n-th choice: 1 to 9, 0 for the tenth, none after that. */
export function numberKey(index: number): string | undefined {
  return index < 10 ? String((index + 1) % 10) : undefined;
}
