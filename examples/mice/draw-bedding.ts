import sharp from 'sharp';
import { seededRandom } from '../seeded-random.ts';
import { latticeNoise } from './canvas.ts';

/**
 * The floor of a cage from above: wood chips, a corner with nest material, some pellets, walls in shadow.
 * @returns red, green, blue per pixel, 0 to 255
 */
export async function drawBedding(width: number, height: number, seed: string): Promise<Float32Array> {
  const random = seededRandom(`${seed}/bedding`);
  const parts: string[] = [`<rect width="${width}" height="${height}" fill="#5f5140"/>`];
  const at = (value: number) => value.toFixed(1);
  // Chips lie over each other: dark ones first, lighter and fewer towards the top.
  for (let index = 0; index < 15000; index++) {
    const lightness = 34 + 27 * (index / 15000) + 5 * random.normal();
    const long = random.between(7, 26);
    const wide = random.between(2.5, 8);
    parts.push(
      `<rect x="${at(-long / 2)}" y="${at(-wide / 2)}" width="${at(long)}" height="${at(wide)}" rx="1.5" ` +
        `transform="translate(${at(random.between(0, width))} ${at(random.between(0, height))}) rotate(${at(random.between(0, 180))})" ` +
        `fill="hsl(${at(random.between(30, 40))} ${at(random.between(14, 28))}% ${at(Math.max(18, Math.min(80, lightness)))}%)" stroke="#2f2417" stroke-opacity="0.35" stroke-width="0.8"/>`,
    );
  }
  const nest = {
    x: random.chance(0.5) ? width * 0.1 : width * 0.9,
    y: random.chance(0.5) ? height * 0.12 : height * 0.88,
  };
  for (let index = 0; index < 420; index++) {
    const angle = random.between(0, 2 * Math.PI);
    const reach = 105 * Math.sqrt(random.next());
    const turn = random.between(0, 180);
    parts.push(
      `<path transform="translate(${at(nest.x + reach * Math.cos(angle))} ${at(nest.y + reach * Math.sin(angle))}) rotate(${at(turn)})" d="M-14 0Q${at(random.between(-8, 8))} ${at(random.between(-9, 9))} 14 ${at(random.between(-4, 4))}" fill="none" stroke="hsl(44 20% ${at(random.between(66, 88))}%)" stroke-width="${at(random.between(1.5, 4))}"/>`,
    );
  }
  for (let index = 0; index < 7; index++) {
    parts.push(
      `<rect x="-15" y="-7" width="30" height="14" rx="6" transform="translate(${at(random.between(90, width - 90))} ${at(random.between(90, height - 90))}) rotate(${at(random.between(0, 180))})" fill="#5b4632" stroke="#2c2117" stroke-width="1.5"/>`,
    );
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${parts.join('')}</svg>`;
  const { data } = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const pixels = Float32Array.from(data);
  const noiseSeed = Math.floor(random.between(0, 1e6));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const light = lightAt(x, y, width, height) * (1 + 0.09 * latticeNoise(x / 90, y / 90, noiseSeed));
      for (let channel = 0; channel < 3; channel++) {
        const index = 3 * (y * width + x) + channel;
        pixels[index] = (pixels[index] as number) * light;
      }
    }
  return pixels;
}

/** A lamp above the middle; the walls throw a shadow on the rim. */
function lightAt(x: number, y: number, width: number, height: number): number {
  const lamp = 1.08 - 0.3 * (((x / width - 0.46) / 0.75) ** 2 + ((y / height - 0.44) / 0.75) ** 2);
  const rim = Math.min(x, y, width - x, height - y);
  return lamp * (0.5 + 0.5 * Math.min(1, rim / 26));
}
