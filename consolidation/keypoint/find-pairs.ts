/**
 * The [left, right] pairs that keypoint names tell: two names that differ in nothing but the word. Used where
 * no skeleton says which keypoints mirror each other.
 * @example findPairs(['nose', 'left ear', 'right ear']) // [[1, 2]]
 */
export function findPairs(names: readonly string[]): [number, number][] {
  const indexOf = new Map(names.map((name, index) => [name, index]));
  return names.flatMap((name, left) => {
    const right = indexOf.get(otherSide(name));
    return right === undefined || right === left ? [] : [[left, right] as [number, number]];
  });
}

/** The name with its first "left" made "right", as a whole word in the usual spellings; '' without one. */
function otherSide(name: string): string {
  const word = /(^|[\s_.-])(left|Left|LEFT|l|L)(?=$|[\s_.-])/;
  if (!word.test(name)) return '';
  const opposite: Record<string, string> = { left: 'right', Left: 'Right', LEFT: 'RIGHT', l: 'r', L: 'R' };
  return name.replace(word, (_, before: string, side: string) => before + (opposite[side] ?? ''));
}
