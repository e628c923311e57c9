import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FunctionInfo } from './function-info.ts';
import { unzipFunction } from './unzip-function.ts';

/**
 * The registered functions on disk:
 * ```
 * <folder>/<name>/function.json      settings; names the code that counts
 * <folder>/<name>/code-<hash>/       the unzipped code
 * ```
 * `function.json` is renamed into place last, so a crash leaves the old function or the new one.
 */
export class FunctionFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async readAll(): Promise<FunctionInfo[]> {
    await mkdir(this.#folder, { recursive: true });
    const found = await Promise.all(
      (await readdir(this.#folder)).map(async (name) => {
        try {
          return JSON.parse(
            await readFile(join(this.#folder, name, 'function.json'), 'utf8'),
          ) as FunctionInfo;
        } catch {
          return undefined; // Never finished registering.
        }
      }),
    );
    return found.filter((info) => info !== undefined);
  }

  codeFolder({ name, codeSha256 }: Pick<FunctionInfo, 'name' | 'codeSha256'>): string {
    return join(this.#folder, name, `code-${Buffer.from(codeSha256, 'base64').toString('hex').slice(0, 16)}`);
  }

  /** Unpacks a zip beside the code that is in use; it counts once {@link writeInfo} names it. */
  async writeCode(name: string, zip: Uint8Array): Promise<Pick<FunctionInfo, 'codeSize' | 'codeSha256'>> {
    const files = unzipFunction(zip);
    const code = {
      codeSize: zip.byteLength,
      codeSha256: createHash('sha256').update(zip).digest('base64'),
    };
    const folder = this.codeFolder({ name, ...code });
    // Named by its content and renamed into place when complete: what is there is whole, and may be running.
    if (existsSync(folder)) return code;
    const unpacking = `${folder}.new`;
    await rm(unpacking, { recursive: true, force: true });
    // Without a package.json of its own, the one of a folder above would say what kind of modules these are.
    await writeInto(unpacking, 'package.json', Buffer.from('{}'));
    for (const [path, bytes] of files) await writeInto(unpacking, path, bytes);
    await rename(unpacking, folder);
    return code;
  }

  async writeInfo(info: FunctionInfo): Promise<void> {
    const path = join(this.#folder, info.name, 'function.json');
    await writeFile(`${path}.new`, JSON.stringify(info, undefined, 2));
    await rename(`${path}.new`, path);
  }

  /** Removes code that is not in use any more. */
  async removeOldCode(info: FunctionInfo): Promise<void> {
    const kept = this.codeFolder(info);
    for (const name of await readdir(join(this.#folder, info.name))) {
      const path = join(this.#folder, info.name, name);
      if (name.startsWith('code-') && path !== kept) await rm(path, { recursive: true, force: true });
    }
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.#folder, name, 'function.json'), { force: true });
    await rm(join(this.#folder, name), { recursive: true, force: true });
  }
}

async function writeInto(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, bytes);
}
