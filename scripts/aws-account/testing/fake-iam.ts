import { type FakeReply, type FakeRequest, xmlFault } from './start-fake-aws.ts';

interface Role {
  trust: string;
  tags: [string, string][];
  policies: Map<string, string>;
}

/** IAM's roles in memory, as far as a labeling job's role needs them. */
export function createFakeIam() {
  const roles = new Map<string, Role>();
  const answer = ({ operation, form }: FakeRequest): FakeReply | undefined => {
    const name = form.get('RoleName') ?? '';
    const role = roles.get(name);
    const policyName = form.get('PolicyName') ?? '';
    if (operation === 'CreateRole') {
      const tags: [string, string][] = [
        [form.get('Tags.member.1.Key') ?? '', form.get('Tags.member.1.Value') ?? ''],
      ];
      roles.set(name, { trust: form.get('AssumeRolePolicyDocument') ?? '', tags, policies: new Map() });
      return result(operation, '<Role></Role>');
    }
    if (role === undefined)
      return xmlFault('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
    switch (operation) {
      case 'GetRole': {
        const tags = role.tags.map(
          ([key, value]) => `<member><Key>${key}</Key><Value>${value}</Value></member>`,
        );
        return result(
          operation,
          `<Role><RoleName>${name}</RoleName><Tags>${tags.join('')}</Tags><AssumeRolePolicyDocument>${encodeURIComponent(role.trust)}</AssumeRolePolicyDocument></Role>`,
        );
      }
      case 'UpdateAssumeRolePolicy':
        role.trust = form.get('PolicyDocument') ?? '';
        return result(operation, '');
      case 'PutRolePolicy':
        role.policies.set(policyName, form.get('PolicyDocument') ?? '');
        return result(operation, '');
      case 'GetRolePolicy': {
        const text = role.policies.get(policyName);
        if (text === undefined) return xmlFault('NoSuchEntity', 'There is no such policy.', 404);
        return result(operation, `<PolicyDocument>${encodeURIComponent(text)}</PolicyDocument>`);
      }
      default:
        return undefined;
    }
  };
  return { roles, answer };
}

const result = (operation: string, inner: string): FakeReply => ({
  headers: { 'content-type': 'text/xml' },
  body: `<${operation}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${operation}Result>${inner}</${operation}Result></${operation}Response>`,
});
