import { readdirSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { minify } from 'terser';
import { build, type Rollup } from 'vite';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { messageOf } from '#contracts/message-of.ts';
import { decorators } from '../vite.config.ts';
import { findOwnMembers } from './find-own-members.ts';
import { english, localize } from './localize/localize.ts';
import { fillMessages, type Language, MARK, type MarkedMessages } from './localize/message-marks.ts';
import { shrinkLitTemplates } from './shrink-lit-templates.ts';
import { trimLit } from './trim-lit.ts';

/** The notice that the licences of what is bundled ask for. */
const notice = '/* ground-truth-kit, Apache-2.0. Contains Lit, BSD-3-Clause, Copyright Google LLC. */\n';

/** Where the kit's own elements lie. */
const kitElements = join(import.meta.dirname, '..', 'elements') + sep;

/** What pages, tests and benchmarks ask an element for. */
const publicMembers = [
  'value',
  'checkValidity',
  'reportValidity',
  'validationMessage',
  'stage',
  'status',
  'view',
  'image',
  'size',
  'middlePixel',
  'session',
  'cursor',
  'keyCursor',
  'document',
];

const entryId = 'virtual:entry';

/**
 * Bundles modules into one classic script: minified, ASCII but for Lit's templates, for browsers of 2022 and later. The same sources give the same bytes, wherever they lie and
 * whatever NODE_ENV says.
 * @param modules absolute paths, imported in this order for their effects
 * @throws {GroundTruthError} `invalid-argument` with the bundler's message
 */
export async function bundleScript(modules: readonly string[]): Promise<string> {
  const [script = ''] = await bundleScripts(modules, [english]);
  return script;
}

/**
 * The same for several languages: one script each, with the sentences of that language as if they had been written
 * there. Bundling and minifying are done once.
 */
export async function bundleScripts(
  modules: readonly string[],
  languages: readonly Language[],
): Promise<string[]> {
  const messages: MarkedMessages = [];
  const entry = {
    name: 'entry',
    resolveId: (id: string) => (id === entryId ? `\0${entryId}` : null),
    load: (id: string) =>
      id === `\0${entryId}`
        ? [...stylesBeside(modules), ...modules].map((path) => `import ${JSON.stringify(path)};\n`).join('')
        : null,
  };
  const isOurs = modules.every((path) => path.startsWith(kitElements));
  const own = findOwnMembers(
    publicMembers,
    (id) =>
      !id.includes('/node_modules/') ||
      (isOurs && /\/node_modules\/(?:@lit|lit(?:-html|-element)?)\//.test(id)),
  );
  const built = await build({
    configFile: false,
    mode: 'production',
    logLevel: 'silent',
    publicDir: false,
    plugins: [entry, ...(isOurs ? [trimLit()] : []), localize(messages), shrinkLitTemplates(), own.plugin],
    oxc: decorators,
    // Said outright, because Vite would ask NODE_ENV, and the preview and the tests have another.
    resolve: { conditions: ['production', 'module', 'browser'] },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2022',
      minify: 'oxc',
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: entryId,
        // Every module of Lit brings the same notice; it is said once.
        output: { format: 'iife', comments: false, minify: { codegen: { asciiOnly: true } } },
      },
    },
  }).catch((cause: unknown) => {
    const message = stripVTControlCharacters(messageOf(cause));
    throw new GroundTruthError('invalid-argument', `The script could not be bundled: ${message}`, { cause });
  });
  const output = (Array.isArray(built) ? built : [built]).flatMap(
    (part) => (part as Rollup.RollupOutput).output,
  );
  const chunks = output.filter((part) => part.type === 'chunk');
  const [chunk] = chunks;
  if (chunk === undefined || chunks.length !== 1 || output.length !== 1) {
    const names = output.map(({ fileName }) => fileName).join(', ');
    throw new GroundTruthError(
      'internal',
      `Expected one script and no other file, the bundler made: ${names}.`,
    );
  }
  const code = await shorten(shortenTokens(chunk.code), own.names());
  return languages.map((language) => `${notice}${fillMessages(code, messages, language).trimEnd()}\n`);
}

/** A second minifier after the bundler's own: it inlines more, and renames our members. Once over is enough. */
async function shorten(code: string, members: readonly string[]): Promise<string> {
  const { code: short = '' } = await minify(code, {
    ecma: 2020,
    compress: {
      ecma: 2020,
      passes: 5,
      hoist_props: true,
      pure_funcs: [MARK],
      keep_fargs: false,
      unsafe_arrows: true,
      unsafe_methods: true,
      unsafe: true,
      // No getter of ours or of Lit's does anything but give.
      pure_getters: true,
      // `null === x` packs no better than `x === null`.
      lhs_constants: false,
    },
    mangle: {
      properties: members.length > 0 ? { regex: new RegExp(`^(?:_\\$\\w+|${members.join('|')})$`) } : false,
    },
    format: { ecma: 2020, comments: false, ascii_only: true },
  });
  return short;
}

/** The style sheets of modules and of the stage: side by side in the script, they pack better. */
function stylesBeside(modules: readonly string[]): string[] {
  if (!modules.every((path) => path.startsWith(kitElements))) return [];
  const folders = new Set(modules.map((path) => dirname(path)));
  // The stand-in for the crowd elements has neither the stage nor Lit.
  folders.delete(join(kitElements, 'crowd'));
  if (folders.size > 0) folders.add(join(kitElements, 'stage'));
  return [...folders]
    .flatMap((folder) =>
      readdirSync(folder)
        .sort()
        .map((file) => join(folder, file)),
    )
    .filter((path) => path.endsWith('-styles.ts'));
}

/**
 * Our design tokens, which are said some two hundred times: short names, what is the same everywhere in the place of
 * its name, and nothing that nobody asks for.
 */
function shortenTokens(code: string): string {
  const declared = [...code.matchAll(/(--gt-[a-z\d-]+): ([^;`]+);\s*/g)].map(
    ([text, name = '', value = '']) => ({ text, name, value }),
  );
  const isSaid = (name: string) => code.includes(`var(${name})`);
  const isConstant = ({ name, value }: { name: string; value: string }) =>
    /^[\w\s./()-]+$/.test(value) &&
    !/light-dark/.test(value) &&
    declared.filter((other) => other.name === name).length === 1;
  let short = code;
  for (const token of declared) {
    if (isSaid(token.name) && !isConstant(token)) continue;
    short = short.replace(token.text, '').replaceAll(`var(${token.name})`, token.value);
  }
  const tokens = /--gt-[a-z\d-]+/g;
  const names = [...new Set(short.match(tokens))];
  return short
    .replace(/(--gt-[a-z\d-]+:) ([^;`]+;)\s*/g, (_, name, value) => name + value.replaceAll(', ', ','))
    .replace(tokens, (name) => `--${names.indexOf(name).toString(36)}`);
}
