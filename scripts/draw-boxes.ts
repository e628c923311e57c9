import type { AnsweredBox } from '#contracts/bounding-box-answer.ts';
import { cycleColors } from '#skeletons/cycle-colors.ts';

/**
 * Boxes as SVG, a colour for each label, with a dark and a light outline so that they read on any picture.
 * @param names the job's labels in their order, which is that of the colours
 * @param scale drawing px per image px
 */
export function drawBoxes(boxes: readonly AnsweredBox[], names: readonly string[], scale: number): string {
  const at = (value: number) => (value * scale).toFixed(1);
  return boxes
    .map(({ label, left, top, width, height }) => {
      const color = cycleColors[Math.max(0, names.indexOf(label)) % cycleColors.length];
      const rect = `x="${at(left)}" y="${at(top)}" width="${at(width)}" height="${at(height)}" rx="1.5"`;
      return (
        `<rect ${rect} fill="none" stroke="#10141a" stroke-opacity="0.6" stroke-width="3.6"/>` +
        `<rect ${rect} fill="${color}" fill-opacity="0.08" stroke="${color}" stroke-width="1.8"/>`
      );
    })
    .join('');
}
