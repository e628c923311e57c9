import { type Plugin, parseAst, Visitor } from 'vite';

/** Names of class members that only our own code says, and what has to keep its name. */
export interface OwnMembers {
  /** Reads every module as it goes into the bundle; to be put among the last plugins. */
  readonly plugin: Plugin;
  /** What can be called anything, once the bundle is made. */
  readonly names: () => string[];
}

/** What the browser or the language calls by name on an object that it is given. */
const callbacks = [
  ...['connected', 'disconnected', 'adopted', 'attributeChanged', 'connectedMove'].map(
    (name) => `${name}Callback`,
  ),
  ...['Associated', 'Disabled', 'Reset', 'StateRestore'].map((name) => `form${name}Callback`),
  ...['observedAttributes', 'formAssociated', 'disabledFeatures', 'handleEvent', 'acceptNode'],
  ...['toString', 'valueOf', 'toJSON', 'then', 'next', 'return', 'throw'],
];

/**
 * Finds the members of our classes that a minifier may rename: methods, accessors and fields that no package
 * says, that stand in no string (an attribute, an event, a key of JSON), and that are no key of an object, so
 * nothing that is stored, submitted or handed to the browser changes. Members that start a reactive property with
 * an attribute keep their name, as does what pages and tests ask elements for.
 * @param kept names that stay, whatever the sources say
 * @param ours whether a module's classes are asked for by nobody outside the bundle
 */
export function findOwnMembers(kept: Iterable<string>, ours: (id: string) => boolean): OwnMembers {
  const members = new Set<string>();
  const reserved = new Set<string>([...callbacks, ...kept]);
  const plugin: Plugin = {
    name: 'find-own-members',
    enforce: 'post',
    transform(code, id) {
      if (!/\.[jt]s$/.test(id)) return null;
      const own = ours(id);
      const { members: found, others } = membersOf(code);
      for (const name of found) (own ? members : reserved).add(name);
      for (const name of others.said) reserved.add(name);
      if (!own) for (const name of others.asked) reserved.add(name);
      return null;
    },
  };
  return { plugin, names: () => [...members].filter((name) => !reserved.has(name)).sort() };
}

/** Class members of a module; names that it says in objects and strings, and those that it asks others for. */
function membersOf(code: string) {
  const members = new Set<string>();
  const others = { said: new Set<string>(), asked: new Set<string>() };
  const member = ({ key, computed }: MemberNode) => {
    if (key.type === 'Identifier' && key.name && !computed) members.add(key.name);
  };
  /** "labels" and "labels?" are names; a sentence is none. */
  const literal = (text: string) => {
    const name = /^([A-Za-z_$][\w$]*)\??$/.exec(text)?.[1];
    if (name) others.said.add(name);
  };
  const visitor = new Visitor({
    MethodDefinition: member as never,
    PropertyDefinition: member as never,
    // Reactive properties: with `state` they are inside matters, else an attribute may be called like them.
    ObjectExpression({ properties }) {
      for (const property of properties) {
        if (property.type !== 'Property' || property.computed || property.key.type !== 'Identifier') continue;
        const { value } = property;
        const isState =
          value.type === 'ObjectExpression' &&
          value.properties.length === 1 &&
          value.properties[0]?.type === 'Property' &&
          value.properties[0].key.type === 'Identifier' &&
          value.properties[0].key.name === 'state';
        if (!isState) others.said.add(property.key.name);
      }
    },
    // A field as it is lowered.
    AssignmentExpression({ left }) {
      if (left.type !== 'MemberExpression' || left.computed || left.object.type !== 'ThisExpression') return;
      if (left.property.type === 'Identifier') members.add(left.property.name);
    },
    MemberExpression({ property, computed }) {
      if (!computed && property.type === 'Identifier') others.asked.add(property.name);
    },
    ObjectPattern({ properties }) {
      for (const property of properties)
        if (property.type === 'Property' && property.key.type === 'Identifier')
          others.asked.add(property.key.name);
    },
    Literal(node) {
      if (typeof node.value === 'string') literal(node.value);
    },
    TemplateElement({ value }) {
      literal(value.cooked ?? '');
    },
  });
  visitor.visit(parseAst(code));
  return { members, others };
}

interface MemberNode {
  readonly key: { readonly type: string; readonly name?: string };
  readonly computed: boolean;
}
