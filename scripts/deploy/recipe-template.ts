import { type Document, isMap, isScalar, type Pair, parseDocument, visit } from 'yaml';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt } from '#contracts/parse.ts';
import { runtimeBlockedSince } from '#infra/lambda-runtimes.ts';

/** A runtime that a template wants and Lambda does not create any more. */
export interface BlockedRuntime {
  runtime: string;
  /** Day, `2026-06-01`. */
  since: string;
}

/** A template of somebody else, YAML or JSON, read for what we have to know of it. */
export interface RecipeTemplate {
  runtimes: string[];
  blocked: BlockedRuntime[];
  /** Parameters without a default, with what they mean. */
  required: { name: string; description: string }[];
  /** The same template with another runtime, and every output under a name of its own. */
  patched(runtime: string): string;
}

/**
 * Reads a template for its runtimes. CloudFormation's short tags (`!GetAtt`) are kept as they are.
 * @throws {GroundTruthError} `invalid-contract` when it is no template
 */
export function readRecipeTemplate(text: string, now: number): RecipeTemplate {
  // AWS's recipe declares one output twice, which YAML forbids and SAM lets pass.
  const options = { uniqueKeys: false, logLevel: 'silent' } as const;
  const document = parseDocument(text, options);
  const [problem] = document.errors;
  if (problem || !isMap(document.contents)) {
    throw new GroundTruthError(
      'invalid-contract',
      `The application's template cannot be read: ${excerpt(problem?.message ?? text)}`,
    );
  }
  const runtimes = new Set<string>();
  eachRuntime(document, (pair) => void runtimes.add(String((pair.value as { value: unknown }).value)));
  const blocked = [...runtimes].flatMap((runtime) => {
    const since = runtimeBlockedSince(runtime, now);
    return since === undefined ? [] : [{ runtime, since }];
  });
  return {
    runtimes: [...runtimes],
    blocked,
    required: requiredParameters(document),
    patched(runtime) {
      const copy = parseDocument(text, options);
      eachRuntime(copy, (pair) => {
        (pair.value as { value: unknown }).value = runtime;
      });
      nameOutputsApart(copy);
      return copy.toString({ lineWidth: 0 });
    },
  };
}

/** Every `Runtime: <text>` of a document, wherever it stands. */
function eachRuntime(document: Document, work: (pair: Pair) => void): void {
  visit(document, {
    Pair(_, pair) {
      if (isScalar(pair.key) && pair.key.value === 'Runtime' && isScalar(pair.value)) work(pair);
    },
  });
}

function requiredParameters(document: Document): RecipeTemplate['required'] {
  const parameters = document.get('Parameters');
  if (!isMap(parameters)) return [];
  return parameters.items.flatMap(({ key, value }) => {
    if (!isMap(value) || value.has('Default')) return [];
    const name = isScalar(key) ? String(key.value) : '';
    return [{ name, description: String(value.get('Description') ?? '') }];
  });
}

/** The second output of one name gets a number, so that neither is lost. */
function nameOutputsApart(document: Document): void {
  const outputs = document.get('Outputs');
  if (!isMap(outputs)) return;
  const seen = new Map<string, number>();
  for (const { key } of outputs.items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    if (count > 1) key.value = `${name}${count}`;
  }
}
