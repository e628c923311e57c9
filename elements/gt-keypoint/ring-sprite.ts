/** Radius of a mark's ring in CSS pixels; the clear centre is about half of it. */
export const RING = 6.5;
/** Half the side of a sprite: the ring, its outlines, and a pixel to be safe. */
export const REACH = 11;
/** Length of dashes in the ring of an occluded mark. */
const DASHES = [2.7, 2.4];

const sprites = new Map<string, HTMLCanvasElement>();

/**
 * The picture of a mark, drawn once per colour and density and then copied: a ring with a clear centre between
 * thin dark and light outlines, dashed when occluded. Copying a few thousand is many times cheaper than stroking them.
 */
export function ringSprite(color: string, occluded: boolean, density: number): HTMLCanvasElement {
  const key = `${color} ${occluded} ${density}`;
  const known = sprites.get(key);
  if (known !== undefined) return known;
  const sprite = document.createElement('canvas');
  sprite.width = sprite.height = Math.ceil(2 * REACH * density);
  const context = sprite.getContext('2d');
  if (context !== null) {
    context.scale(density, density);
    context.arc(REACH, REACH, RING, 0, 2 * Math.PI);
    stroke(context, 'rgb(10 13 18 / 0.75)', 5);
    stroke(context, '#fff', 3.4);
    if (occluded) {
      stroke(context, 'rgb(10 13 18)', 2.2);
      context.setLineDash(DASHES);
    }
    stroke(context, color, 2.2);
  }
  sprites.set(key, sprite);
  return sprite;
}

function stroke(context: CanvasRenderingContext2D, color: string, width: number): void {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke();
}
