import { unzipSync } from 'fflate';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt } from '#contracts/parse.ts';
import { lambdaLimits } from './function-info.ts';

const MAX_FILES = 20_000;

/**
 * Unpacks a function's zip in memory.
 * @throws {GroundTruthError} `invalid-argument` when it is no zip or a name in it leads out of the folder,
 *   `limit-exceeded` when it holds more than Lambda takes
 */
export function unzipFunction(zip: Uint8Array): Map<string, Uint8Array> {
  if (zip.byteLength > lambdaLimits.zipBytes) throw tooLarge(`The zip has ${zip.byteLength} bytes`);
  let total = 0;
  let count = 0;
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(zip, {
      // Judged by the directory before anything is unpacked, so a zip bomb costs nothing.
      filter({ name, originalSize }) {
        total += originalSize;
        count += 1;
        if (total > lambdaLimits.unzippedBytes) throw tooLarge('The unzipped files have too many bytes');
        if (count > MAX_FILES) throw tooLarge('The zip holds too many files');
        checkName(name);
        return !name.endsWith('/');
      },
    });
  } catch (cause) {
    if (cause instanceof GroundTruthError) throw cause;
    throw new GroundTruthError('invalid-argument', 'Could not unzip the uploaded file: it is no zip.', {
      cause,
    });
  }
  if (Object.keys(entries).length === 0) {
    throw new GroundTruthError('invalid-argument', 'The zip of the function is empty.');
  }
  return new Map(Object.entries(entries));
}

function checkName(name: string): void {
  const parts = name.replace(/\/$/, '').split('/');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/[\\\u0000-\u001f:]/.test(name) || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new GroundTruthError('invalid-argument', `The zip holds a file with the name ${excerpt(name)}.`);
  }
}

function tooLarge(what: string): GroundTruthError {
  return new GroundTruthError(
    'limit-exceeded',
    `${what}; Lambda takes a zip of ${lambdaLimits.zipBytes} bytes and ${lambdaLimits.unzippedBytes} unzipped.`,
  );
}
