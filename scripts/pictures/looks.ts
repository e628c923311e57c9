/** How a page is seen in a picture. */
export type Look = 'light' | 'dark' | 'phone' | 'phone-dark';

/** A page of the documentation of what is seen, with its pictures. */
export interface ShownPage {
  /** Of the files, without the look. */
  file: string;
  title: string;
  /** What is seen there and done. */
  text: string;
  /** All, unless it says others. */
  looks?: readonly Look[];
}

export const looksOf = ({ looks }: Pick<ShownPage, 'looks'>): readonly Look[] =>
  looks ?? (['light', 'dark', 'phone', 'phone-dark'] as const);

/** Of the picture in docs/pictures, without its ending. */
export const pictureName = ({ file }: Pick<ShownPage, 'file'>, look: Look): string =>
  `states/${file}-${look}`;

export const isPhone = (look: Look): boolean => look.startsWith('phone');

/** The window of a look, in CSS pixels, and the system's colours. */
export const windowOf = (look: Look) => ({
  viewport: isPhone(look) ? { width: 390, height: 844 } : { width: 1440, height: 900 },
  colorScheme: look.endsWith('dark') ? ('dark' as const) : ('light' as const),
  reducedMotion: 'reduce' as const,
});

/** Takes a picture into the documentation. */
export type TakePicture = (name: string, png: Buffer) => Promise<void>;
