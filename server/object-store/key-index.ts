/**
 * Compares two keys by their UTF-8 bytes, the order in which S3 lists. JavaScript compares UTF-16 units,
 * which differs for characters above U+FFFF: their surrogates must sort after U+E000..U+FFFF.
 */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** A sorted set of keys. Adding and removing move a part of one array, which is fast up to a million keys. */
export class KeyIndex {
  #keys: string[] = [];

  /** Takes many keys at once; used when a store is opened. */
  fill(keys: Iterable<string>): void {
    this.#keys = [...keys].sort(compareKeys);
  }

  add(key: string): void {
    const at = this.firstAtOrAfter(key);
    if (this.#keys[at] !== key) this.#keys.splice(at, 0, key);
  }

  remove(key: string): void {
    const at = this.firstAtOrAfter(key);
    if (this.#keys[at] === key) this.#keys.splice(at, 1);
  }

  /** The key at a position, or undefined past the end. */
  at(position: number): string | undefined {
    return this.#keys[position];
  }

  /** Position of the first key that is not before `key`. */
  firstAtOrAfter(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareKeys(this.#keys[middle] ?? '', key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
