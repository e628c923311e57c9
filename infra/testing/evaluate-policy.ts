import type { PolicyDocument, Statement } from '../policies.ts';

/** One call to AWS as IAM judges it. */
export interface Call {
  action: string;
  resource: string;
  /** Condition keys of the request, such as `sns:Protocol`. */
  context?: Record<string, string>;
}

/** One action on one resource pattern of a statement: the smallest thing that a policy grants. */
export interface Grant {
  sid: string;
  action: string;
  resource: string;
}

/** IAM's wildcards: `*` for any text, also over slashes, `?` for one character. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

const conditionTests: Record<string, (wanted: string, found: string) => boolean> = {
  StringEquals: (wanted, found) => wanted === found,
  StringLike: matches,
};

function conditionsHold({ Condition = {} }: Statement, { context = {} }: Call): boolean {
  return Object.entries(Condition).every(([operator, keys]) => {
    const test = conditionTests[operator];
    if (!test) throw new Error(`This evaluator does not know ${operator}.`);
    return Object.entries(keys).every(([key, wanted]) => {
      const found = context[key];
      return found !== undefined && [wanted].flat().some((pattern) => test(pattern, found));
    });
  });
}

/** What of a policy allows the call; empty when the call is denied. */
export function grantsFor(policy: PolicyDocument, call: Call): Grant[] {
  return policy.Statement.filter((statement) => conditionsHold(statement, call)).flatMap((statement) =>
    allGrants({ ...policy, Statement: [statement] }).filter(
      ({ action, resource }) => matches(action, call.action) && matches(resource, call.resource),
    ),
  );
}

export function allGrants(policy: PolicyDocument): Grant[] {
  return policy.Statement.flatMap(({ Sid, Action, Resource }) =>
    Action.flatMap((action) => Resource.map((resource) => ({ sid: Sid, action, resource }))),
  );
}
