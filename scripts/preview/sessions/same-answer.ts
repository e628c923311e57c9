/** What a worker said; how long it took and what the page counted on the way may differ. */
const said = ['keypoints', 'absent', 'instances', 'boundingBoxes', 'nothingToLabel', 'label', 'labels'];

/** Whether two answers say the same of the picture, each by name of its field. */
export function sameAnswer(one: Record<string, unknown>, other: Record<string, unknown>): boolean {
  return JSON.stringify(essenceOf(one)) === JSON.stringify(essenceOf(other));
}

function essenceOf(answer: Record<string, unknown>): unknown {
  return Object.entries(answer)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => {
      if (typeof value !== 'object' || value === null) return [name, value];
      return [name, said.map((key) => (value as Record<string, unknown>)[key] ?? null)];
    });
}
