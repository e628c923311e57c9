import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FunctionName, functionNames } from '#infra/describe-stack.ts';

/** A file of the deployment. Its key holds the hash of its bytes, so a key never means two things. */
export interface Artifact {
  key: string;
  body: Uint8Array;
  contentType: string;
}

/** Everything that goes to the bucket, and under which keys. */
export interface Artifacts {
  files: Artifact[];
  /** Keys of the functions' zips. */
  code: Record<FunctionName, string>;
  /** Keys of the worker templates, by the template's name. */
  templates: Record<string, string>;
}

/** Where the build leaves the bucket's name open. */
const BUCKET_PLACEHOLDER = '__GTKIT_BUCKET__';

const hashOf = (body: Uint8Array) => createHash('sha256').update(body).digest('hex').slice(0, 16);

/**
 * Reads the built functions and templates, ready for one bucket: templates load their scripts from it.
 * @param distDir the build's output folder
 */
export async function readArtifacts(distDir: string, bucket: string): Promise<Artifacts> {
  const files: Artifact[] = [];
  const code: Partial<Record<FunctionName, string>> = {};
  for (const name of functionNames) {
    const body = await readFile(join(distDir, 'lambdas', `${name}.zip`));
    const key = `gtkit/lambdas/${hashOf(body)}-${name}.zip`;
    code[name] = key;
    files.push({ key, body, contentType: 'application/zip' });
  }
  const templates: Record<string, string> = {};
  const folder = join(distDir, 'templates');
  for (const file of (await readdir(folder)).sort()) {
    const name = /^(.+)\.s3\.liquid\.html$/.exec(file)?.[1];
    if (name !== undefined) {
      const text = (await readFile(join(folder, file), 'utf8')).replaceAll(BUCKET_PLACEHOLDER, bucket);
      const body = Buffer.from(text);
      const key = `templates/${name}.${hashOf(body)}.liquid.html`;
      templates[name] = key;
      files.push({ key, body, contentType: 'text/html; charset=utf-8' });
    } else if (file.endsWith('.js')) {
      // The build has put the hash into the name already.
      const body = await readFile(join(folder, file));
      files.push({ key: `templates/${file}`, body, contentType: 'text/javascript; charset=utf-8' });
    }
  }
  return { files, code: code as Record<FunctionName, string>, templates };
}
