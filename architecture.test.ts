import { readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What each folder may import: our own folders, and packages. The architecture, as an allow-list. */
const allowed: Record<string, { folders: string[]; packages: string[] }> = {
  contracts: { folders: [], packages: ['zod/mini'] },
  skeletons: { folders: ['contracts'], packages: [] },
  geometry: { folders: ['contracts'], packages: [] },
  consolidation: { folders: ['contracts', 'skeletons', 'geometry'], packages: [] },
  elements: { folders: ['contracts', 'skeletons', 'geometry'], packages: ['lit', '@lit/localize'] },
  lambdas: {
    folders: ['contracts', 'skeletons', 'consolidation'],
    packages: ['@aws-sdk/client-s3', 'node:*'],
  },
  templates: { folders: ['contracts', 'skeletons'], packages: ['node:*'] },
  examples: { folders: ['contracts', 'skeletons', 'geometry'], packages: ['sharp', 'node:*'] },
  formats: { folders: ['contracts', 'skeletons', 'geometry'], packages: [] },
  server: {
    folders: ['contracts', 'formats'],
    packages: [
      'node:*',
      'liquidjs',
      'kysely',
      'pg',
      'hono',
      '@hono/node-server',
      'fast-xml-parser',
      'fflate',
      'json5',
    ],
  },
  infra: { folders: ['contracts'], packages: ['node:*'] },
  cdk: { folders: ['infra'], packages: ['aws-cdk-lib', 'constructs', 'node:*'] },
  scripts: { folders: ['*'], packages: ['*'] },
  cli: { folders: ['contracts', 'scripts', 'server'], packages: ['commander', 'cli-progress', 'node:*'] },
};

/** Only this file of the Lambdas may know the AWS SDK, so that the pre-annotation bundle stays without it. */
const lambdaSdkFiles = 1;

interface Import {
  file: string;
  specifier: string;
  typeOnly: boolean;
}

const root = import.meta.dirname;
const folders = Object.keys(allowed).filter((folder) => existsFolder(join(root, folder)));
const sources = folders.flatMap((folder) => listSources(join(root, folder)));

function existsFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function listSources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      (name) =>
        /\.(ts|js)$/.test(name) &&
        !/\.test\.ts$/.test(name) &&
        !/(^|\/)(fixtures|pages|testing)\//.test(name),
    )
    .map((name) => join(folder, name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const statements = text.matchAll(
    /\b(import|export)\s+(type\s)?[^'"`;()]*?from\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g,
  );
  return [...statements].map((match) => ({
    file: relative(root, file).split(sep).join('/'),
    specifier: match[3] ?? match[4] ?? '',
    typeOnly: match[2] !== undefined,
  }));
}

/** The folder of ours that a specifier leads to, or undefined when it names a package. */
function folderOf({ file, specifier }: Import): string | undefined {
  if (specifier.startsWith('#')) return specifier.slice(1).split('/')[0];
  if (!specifier.startsWith('.')) return undefined;
  return relative(root, resolve(root, dirname(file), specifier)).split(sep)[0];
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return 'node:*';
  if (specifier === 'zod/mini') return specifier;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

const violations = (folder: string) =>
  sources
    .filter((file) => file.startsWith(join(root, folder) + sep))
    .flatMap(importsOf)
    .filter((entry) => {
      const rule = allowed[folder] ?? { folders: [], packages: [] };
      const target = folderOf(entry);
      if (target !== undefined)
        return target !== folder && !rule.folders.includes(target) && !rule.folders.includes('*');
      const name = packageOf(entry.specifier);
      // Every folder may describe its data with the contracts' schema library.
      return !rule.packages.includes(name) && !rule.packages.includes('*') && name !== 'zod/mini';
    })
    .map(({ file, specifier }) => `${file} imports ${specifier}`);

describe('the architecture', () => {
  it.each(folders)('lets %s import only what its row allows', (folder) => {
    expect(violations(folder)).toEqual([]);
  });

  it('sees the imports that it judges', () => {
    expect(sources.flatMap(importsOf).length).toBeGreaterThan(20);
  });

  it('lets nothing import the command line', () => {
    const importers = sources
      .flatMap(importsOf)
      .filter((entry) => folderOf(entry) === 'cli' && !entry.file.startsWith('cli/'));
    expect(importers).toEqual([]);
  });

  it('keeps elements and Lambdas apart', () => {
    const crossing = sources.flatMap(importsOf).filter((entry) => {
      const target = folderOf(entry);
      return (
        (entry.file.startsWith('elements/') && target === 'lambdas') ||
        (entry.file.startsWith('lambdas/') && target === 'elements')
      );
    });
    expect(crossing).toEqual([]);
  });

  it('keeps the AWS SDK in one file of the Lambdas', () => {
    const files = new Set(
      sources
        .flatMap(importsOf)
        .filter((entry) => entry.file.startsWith('lambdas/') && entry.specifier.startsWith('@aws-sdk/'))
        .map((entry) => entry.file),
    );
    expect(files.size).toBeLessThanOrEqual(lambdaSdkFiles);
  });

  it('crosses folders by name and not by ../ paths', () => {
    const relativeCrossings = sources
      .flatMap(importsOf)
      .filter((entry) => entry.specifier.startsWith('..') && folderOf(entry) !== entry.file.split('/')[0])
      // A setting at the top of the repository has no folder to be named by.
      .filter((entry) => folderOf(entry) !== 'vite.config.ts')
      .map(({ file, specifier }) => `${file} imports ${specifier}`);
    expect(relativeCrossings).toEqual([]);
  });

  it('names files in kebab-case and avoids names that say nothing', () => {
    const bad = sources
      .map((file) => relative(root, file).split(sep).join('/'))
      .filter((file) => /[A-Z_]/.test(file) || /(^|\/)(utils?|helpers?|managers?)(\/|\.|-|$)/.test(file));
    expect(bad).toEqual([]);
  });
});
