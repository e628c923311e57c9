/** What known answers say of a question; answers that say nothing of it are left out. */
export function truths<Answer, Value>(
  known: ReadonlyMap<string, Answer>,
  read: (answer: Answer) => Value | undefined,
): Map<string, Value> {
  const found = new Map<string, Value>();
  for (const [id, answer] of known) {
    const value = read(answer);
    if (value !== undefined) found.set(id, value);
  }
  return found;
}
