/** A side at the start, the end or the middle of a name, as a word of its own: left_ear, earL is not one. */
const word = /(^|[^a-z])(left|right)(?![a-z])/i;

/** The side that a keypoint's name speaks of: "left" for left_ear or "Left ear", undefined for nose. */
export function sideByName(name: string): 'left' | 'right' | undefined {
  const side = word.exec(name)?.[2]?.toLowerCase();
  return side === 'left' || side === 'right' ? side : undefined;
}

/**
 * [left, right] names that differ in nothing but the side, each name at most once. Other tools' skeletons have
 * no pairs, but their names nearly always tell.
 */
export function pairsByName(names: readonly string[]): [left: string, right: string][] {
  const known = new Set(names);
  return names.flatMap((name): [string, string][] => {
    if (sideByName(name) !== 'left') return [];
    const partner = name.replace(word, (_, before: string, side: string) => before + otherSide(side));
    return known.has(partner) ? [[name, partner]] : [];
  });
}

/** "right" in the capitals of the "left" that is given. */
function otherSide(left: string): string {
  if (left === left.toUpperCase()) return 'RIGHT';
  return left.startsWith('L') ? 'Right' : 'right';
}
