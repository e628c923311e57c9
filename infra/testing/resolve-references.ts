import type { MadeResource } from './resource-providers.ts';

export interface ResolveContext {
  /** Pseudo parameters and parameters by name. */
  parameters: Record<string, string>;
  resources: ReadonlyMap<string, MadeResource>;
}

/** Fills in Ref, Fn::GetAtt and Fn::Sub. @throws {Error} in CloudFormation's words when a name is unknown */
export function resolveReferences(value: unknown, context: ResolveContext): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, context));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[key, argument] = ['', undefined]] = entries;
  if (entries.length === 1) {
    if (key === 'Ref') return reference(String(argument), context);
    if (key === 'Fn::GetAtt') return attribute(...readGetAtt(argument), context);
    if (key === 'Fn::Sub') return substitute(String(argument), context);
    if (key.startsWith('Fn::')) throw new Error(`This stand-in does not know ${key}.`);
  }
  return Object.fromEntries(entries.map(([name, part]) => [name, resolveReferences(part, context)]));
}

/** Logical ids that a value refers to. */
export function referencesOf(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) referencesOf(item, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      if (key === 'Ref') found.add(String(part));
      else if (key === 'Fn::GetAtt') found.add(readGetAtt(part)[0]);
      else if (key === 'Fn::Sub')
        for (const [, name = ''] of String(part).matchAll(/\$\{([^}.]+)/g)) found.add(name);
      else referencesOf(part, found);
    }
  }
  return found;
}

const readGetAtt = (argument: unknown): [string, string] => {
  const [name = '', ...path] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
  return [name, path.join('.')];
};

function reference(name: string, { parameters, resources }: ResolveContext): string {
  const found = parameters[name] ?? resources.get(name)?.physicalId;
  if (found === undefined)
    throw new Error(`Template format error: Unresolved resource dependencies [${name}]`);
  return found;
}

function attribute(name: string, path: string, { resources }: ResolveContext): string {
  const found = resources.get(name)?.attributes[path];
  if (found === undefined)
    throw new Error(`Template error: instance of Fn::GetAtt references undefined resource ${name}`);
  return found;
}

const substitute = (text: string, context: ResolveContext) =>
  text.replace(/\$\{([^}]+)\}/g, (_, name: string) =>
    name.includes('.') ? attribute(...readGetAtt(name), context) : reference(name, context),
  );
