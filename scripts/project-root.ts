import { dirname } from 'node:path';

/** Absolute path of the project's folder, so that commands work from wherever they are called. */
export const projectRoot = dirname(import.meta.dirname);
