import { get, set } from 'idb-keyval';
import { uploadPicture } from './preview-api.ts';
import type { Picture } from './skeleton/skeleton-editor.ts';

const STORAGE_KEY = 'gtkit-pictures';
/** Pictures that outlive the workbench; the oldest go first. */
const MOST = 4;

interface KeptPicture {
  name: string;
  file: File;
}

/** Keeps a picture in the browser: the workbench itself forgets it when it ends. */
export async function keepPicture(name: string, file: File): Promise<void> {
  const others = (await keptPictures()).filter((picture) => picture.name !== name);
  // A full or forbidden storage costs only the memory of it.
  await set(STORAGE_KEY, [{ name, file }, ...others].slice(0, MOST)).catch(() => undefined);
}

/** Gives the workbench the pictures of an earlier visit that it does not know. @returns those */
export async function restorePictures(known: readonly string[]): Promise<Picture[]> {
  const missing = (await keptPictures()).filter(({ name }) => !known.includes(name));
  const restored = await Promise.all(
    missing.map(({ name, file }) =>
      uploadPicture(new File([file], name, { type: file.type })).catch(() => undefined),
    ),
  );
  return restored.filter((picture) => picture !== undefined);
}

async function keptPictures(): Promise<KeptPicture[]> {
  return (await get<KeptPicture[]>(STORAGE_KEY).catch(() => undefined)) ?? [];
}
