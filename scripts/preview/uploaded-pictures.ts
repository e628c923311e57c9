import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt } from '#contracts/parse.ts';

export interface UploadedPicture {
  type: string;
  bytes: Buffer;
}

/** Largest picture that is kept, and how many of them, so that a long day of designing fits in memory. */
export const MAX_PICTURE = 30_000_000;
const MAX_PICTURES = 8;

/** First bytes of the pictures that we take. SVG is none of them: it can hold scripts. */
const signatures: [string, (bytes: Buffer) => boolean][] = [
  ['image/jpeg', (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))],
  ['image/png', (bytes) => bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]))],
  [
    'image/webp',
    (bytes) => bytes.subarray(0, 4).toString() === 'RIFF' && bytes.subarray(8, 12).toString() === 'WEBP',
  ],
];

/** Pictures that the author dropped on the workbench, in memory and for as long as it runs. */
export class UploadedPictures {
  private readonly pictures = new Map<string, UploadedPicture>();

  get(name: string): UploadedPicture | undefined {
    return this.pictures.get(name);
  }

  get names(): string[] {
    return [...this.pictures.keys()];
  }

  /**
   * @returns the name that a task input calls it by, in letters that need no escaping
   * @throws {GroundTruthError} `invalid-image` for anything but a JPEG, PNG or WebP
   */
  add(fileName: string, bytes: Buffer): string {
    const type = signatures.find(([, matches]) => matches(bytes))?.[0];
    if (type === undefined)
      throw new GroundTruthError('invalid-image', `${excerpt(fileName)} is not a JPEG, PNG or WebP picture.`);
    const name =
      fileName
        .replace(/[^\w.-]+/g, '-')
        .replace(/^[.-]+/, '')
        .slice(-80) || 'picture';
    this.pictures.delete(name);
    this.pictures.set(name, { type, bytes });
    for (const old of [...this.pictures.keys()].slice(0, -MAX_PICTURES)) this.pictures.delete(old);
    return name;
  }
}
