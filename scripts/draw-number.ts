/** Digits as strokes on a grid of 4 by 7, because a fresh machine may have no font for SVG text. */
const digits = [
  'M0 1.5Q0 0 2 0T4 1.5V5.5Q4 7 2 7T0 5.5Z',
  'M0.6 1.4L2.4 0V7',
  'M0 1.6Q0.2 0 2 0T4 1.8Q4 2.9 2.9 4L0 7H4',
  'M0 0H3.8L1.9 2.8Q4 2.8 4 4.9Q4 7 2 7Q0.4 7 0 5.8',
  'M3 7V0L0 4.8H4',
  'M3.7 0H0.5L0.2 3.1Q1 2.6 2 2.6Q4 2.6 4 4.8T2 7Q0.4 7 0 5.9',
  'M3.4 0Q0 2.4 0 4.9Q0 7 2 7T4 4.9T2 2.9Q0.5 2.9 0.1 4.4',
  'M0 0H4L1.4 7',
  'M2 3.2Q0.3 3.2 0.3 1.6T2 0T3.7 1.6T2 3.2Q0 3.2 0 5.1T2 7T4 5.1T2 3.2Z',
  'M0.6 7Q4 4.6 4 2.1Q4 0 2 0T0 2.1T2 4.1Q3.5 4.1 3.9 2.6',
];

const ADVANCE = 6;
const HEIGHT = 7;

/** A whole number as SVG on a dark rounded chip, its top left corner at (x, y). */
export function drawNumber(value: number, x: number, y: number): string {
  const text = String(Math.max(0, Math.trunc(value)));
  const width = text.length * ADVANCE - 2 + 10;
  const strokes = [...text].map(
    (digit, index) =>
      `<path transform="translate(${5 + index * ADVANCE} 4.5)" d="${digits[Number(digit)]}"/>`,
  );
  return (
    `<g transform="translate(${x} ${y})"><rect width="${width}" height="${HEIGHT + 9}" rx="5" fill="#10141a" fill-opacity="0.62"/>` +
    `<g fill="none" stroke="#fff" stroke-width="1.25" stroke-linecap="round" stroke-linejoin="round">${strokes.join('')}</g></g>`
  );
}
