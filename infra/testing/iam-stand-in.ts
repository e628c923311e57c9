import type { PolicyDocument } from '../policies.ts';
import type { CloudFormationAnswer } from './cloudformation-stand-in.ts';
import { grantsFor } from './evaluate-policy.ts';
import type { StandInRole } from './resource-providers.ts';

/** The part of IAM that roles of labeling jobs need: make one, read it, and write its trust and its policies. */
export function callIam(
  roles: Map<string, StandInRole>,
  accountId: string,
  action: string,
  parameters: URLSearchParams,
): CloudFormationAnswer {
  const name = parameters.get('RoleName') ?? '';
  const policyName = parameters.get('PolicyName') ?? '';
  const document = (member: string): unknown => JSON.parse(parameters.get(member) ?? '{}');
  if (action === 'CreateRole') {
    if (roles.has(name))
      return { error: 'EntityAlreadyExists', message: `Role with name ${name} already exists.` };
    const role: StandInRole = {
      name,
      arn: `arn:aws:iam::${accountId}:role/${name}`,
      trust: document('AssumeRolePolicyDocument'),
      tags: readTags(parameters),
      policies: new Map(),
    };
    roles.set(name, role);
    return { result: { Role: describe(role) } };
  }
  if (action === 'SimulatePrincipalPolicy') return simulate(roles, parameters);
  const role = roles.get(name);
  if (!role) return { error: 'NoSuchEntity', message: `The role with name ${name} cannot be found.` };
  role.policies ??= new Map();
  switch (action) {
    case 'GetRole':
      return { result: { Role: describe(role) } };
    case 'UpdateAssumeRolePolicy':
      role.trust = document('PolicyDocument');
      return { result: {} };
    case 'PutRolePolicy':
      role.policies.set(policyName, document('PolicyDocument'));
      return { result: {} };
    case 'ListRolePolicies':
      return { result: { PolicyNames: [...role.policies.keys()], IsTruncated: false } };
    case 'GetRolePolicy': {
      const policy = role.policies.get(policyName);
      if (policy === undefined)
        return {
          error: 'NoSuchEntity',
          message: `The role policy with name ${policyName} cannot be found.`,
        };
      return { result: { RoleName: name, PolicyName: policyName, PolicyDocument: encoded(policy) } };
    }
    default:
      return { error: 'InvalidAction', message: `This stand-in has no ${action}.` };
  }
}

/** Whether a role's own policies allow one action on one resource. */
function simulate(roles: Map<string, StandInRole>, parameters: URLSearchParams): CloudFormationAnswer {
  const arn = parameters.get('PolicySourceArn') ?? '';
  const role = roles.get(arn.slice(arn.lastIndexOf('/') + 1));
  if (!role) return { error: 'NoSuchEntity', message: `The role ${arn} cannot be found.` };
  const call = {
    action: parameters.get('ActionNames.member.1') ?? '',
    resource: parameters.get('ResourceArns.member.1') ?? '*',
  };
  const policies = [...(role.policies?.values() ?? [])] as PolicyDocument[];
  const isAllowed = policies.some((policy) => grantsFor(policy, call).length > 0);
  const result = {
    EvalActionName: call.action,
    EvalResourceName: call.resource,
    EvalDecision: isAllowed ? 'allowed' : 'implicitDeny',
  };
  return { result: { EvaluationResults: [result], IsTruncated: false } };
}

/** IAM gives documents URL-encoded. */
const encoded = (document: unknown) => encodeURIComponent(JSON.stringify(document));

const describe = ({ name, arn, trust, tags = {} }: StandInRole) => ({
  RoleName: name,
  RoleId: 'AROA0',
  Arn: arn,
  Path: '/',
  CreateDate: new Date().toISOString(),
  AssumeRolePolicyDocument: encoded(trust),
  Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
});

function readTags(parameters: URLSearchParams): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let index = 1; parameters.has(`Tags.member.${index}.Key`); index++) {
    tags[parameters.get(`Tags.member.${index}.Key`) ?? ''] =
      parameters.get(`Tags.member.${index}.Value`) ?? '';
  }
  return tags;
}
