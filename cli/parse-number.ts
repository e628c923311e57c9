import { InvalidArgumentError } from 'commander';

/** A parser of whole-number options between two bounds, which says what it expected. */
export function wholeNumber(smallest: number, largest: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= smallest && value <= largest) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${smallest} to ${largest}.`);
  };
}
