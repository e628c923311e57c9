import { randomUUID } from 'node:crypto';
import type { CloudFormationStandIn } from './cloudformation-stand-in.ts';

/** An application as the repository keeps it. */
export interface StandInApplication {
  id: string;
  details: Record<string, unknown>;
  versions: Map<string, string>;
  /** Policy statements; none means private. */
  policy: unknown[];
}

export interface RepositoryAnswer {
  status: number;
  body: unknown;
}

export interface RepositoryStandIn {
  applications: Map<string, StandInApplication>;
  call(
    method: string,
    path: string[],
    body: Record<string, unknown>,
    query: URLSearchParams,
  ): RepositoryAnswer;
  /** The template that {@link call} gave an address for. */
  templateText(templateId: string): string | undefined;
}

/**
 * The smallest Serverless Application Repository that serves ours: applications with versions, their templates
 * behind an address after a moment of preparation, and change sets that it makes in CloudFormation under a name
 * that begins with `serverlessrepo-`.
 */
export function createRepositoryStandIn({
  region,
  accountId,
  cloudformation,
  templateUrl,
}: {
  region: string;
  accountId: string;
  cloudformation: CloudFormationStandIn;
  /** Address under which a prepared template is served. */
  templateUrl: (templateId: string) => string;
}): RepositoryStandIn {
  const applications = new Map<string, StandInApplication>();
  const prepared = new Map<string, { text: string; version: string; id: string; asked: number }>();

  const fail = (status: number, errorType: string, message: string): RepositoryAnswer => ({
    status,
    body: { __type: errorType, errorCode: errorType, message },
  });
  const latest = ({ versions }: StandInApplication) => [...versions.keys()].at(-1) ?? '';
  const show = (application: StandInApplication) => ({
    applicationId: application.id,
    ...application.details,
    version: { applicationId: application.id, semanticVersion: latest(application) },
  });

  function create(body: Record<string, unknown>): RepositoryAnswer {
    const id = `arn:aws:serverlessrepo:${region}:${accountId}:applications/${body['name']}`;
    if (applications.has(id)) return fail(409, 'ConflictException', `Application ${id} already exists`);
    const { templateBody, semanticVersion, ...details } = body;
    const versions = new Map<string, string>();
    if (semanticVersion) versions.set(String(semanticVersion), String(templateBody));
    applications.set(id, { id, details, versions, policy: [] });
    return { status: 201, body: show(applications.get(id) as StandInApplication) };
  }

  return {
    applications,
    templateText: (id) => prepared.get(id)?.text,
    call(method, [name = '', kind = '', item = ''], body, query) {
      if (name === '') {
        if (method === 'POST') return create(body);
        const own = [...applications.values()].filter(({ id }) => id.split(':')[4] === accountId);
        return { status: 200, body: { applications: own.map((entry) => ({ ...show(entry) })) } };
      }
      const application = applications.get(name);
      if (!application) return fail(404, 'NotFoundException', `Application ${name} not found`);
      const version = String(body['semanticVersion'] ?? query.get('semanticVersion') ?? latest(application));
      const template = application.versions.get(version);
      switch (`${method} ${kind}`) {
        case 'GET ':
          return { status: 200, body: show(application) };
        case 'PATCH ':
          Object.assign(application.details, body);
          return { status: 200, body: show(application) };
        case 'GET policy':
          return { status: 200, body: { statements: application.policy } };
        case 'PUT policy':
          application.policy = body['statements'] as unknown[];
          return { status: 200, body: { statements: application.policy } };
        case 'PUT versions':
          if (application.versions.has(item))
            return fail(409, 'ConflictException', `Version ${item} of ${name} already exists`);
          application.versions.set(item, String(body['templateBody']));
          return { status: 201, body: { applicationId: name, semanticVersion: item } };
        case 'POST templates': {
          if (template === undefined) return fail(404, 'NotFoundException', `Version ${version} not found`);
          const templateId = randomUUID();
          prepared.set(templateId, { text: template, version, id: name, asked: 0 });
          const made = { applicationId: name, semanticVersion: version, templateId, status: 'PREPARING' };
          return { status: 201, body: made };
        }
        case 'GET templates': {
          const found = prepared.get(item);
          if (!found) return fail(404, 'NotFoundException', `Template ${item} not found`);
          // Ready at the second question, as one that takes a while.
          const ready = found.asked++ > 0;
          return {
            status: 200,
            body: {
              applicationId: found.id,
              semanticVersion: found.version,
              templateId: item,
              status: ready ? 'ACTIVE' : 'PREPARING',
              ...(ready ? { templateUrl: templateUrl(item) } : {}),
            },
          };
        }
        case 'POST changesets': {
          if (template === undefined) return fail(404, 'NotFoundException', `Version ${version} not found`);
          const stackName = `serverlessrepo-${body['stackName']}`;
          const made = cloudformation.createChangeSet({
            stackName,
            changeSetName: `a${randomUUID()}`,
            type: cloudformation.stackNames().includes(stackName) ? 'UPDATE' : 'CREATE',
            template,
            parameters: Object.fromEntries(
              ((body['parameterOverrides'] ?? []) as { name: string; value: string }[]).map((override) => [
                override.name,
                override.value,
              ]),
            ),
            tags: [
              { Key: 'serverlessrepo:applicationId', Value: name },
              ...((body['tags'] ?? []) as { key: string; value: string }[]).map(({ key, value }) => ({
                Key: key,
                Value: value,
              })),
            ],
          });
          const answer = { applicationId: name, changeSetId: made.Id, semanticVersion: version };
          return { status: 201, body: { ...answer, stackId: made.StackId } };
        }
        default:
          return fail(400, 'BadRequestException', `This stand-in has no ${method} ${kind}.`);
      }
    },
  };
}
