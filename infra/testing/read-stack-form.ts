import type { Tag } from './stack-records.ts';

/** The parameters of a stack in a request's form. */
export function readParameters(form: URLSearchParams): Record<string, string> {
  const values: Record<string, string> = {};
  for (let index = 1; form.has(`Parameters.member.${index}.ParameterKey`); index++) {
    const member = (name: string) => form.get(`Parameters.member.${index}.Parameter${name}`) ?? '';
    values[member('Key')] = member('Value');
  }
  return values;
}

/** The tags of a stack in a request's form. */
export function readTags(parameters: URLSearchParams): Tag[] {
  const tags: Tag[] = [];
  for (let index = 1; parameters.has(`Tags.member.${index}.Key`); index++) {
    const member = (name: string) => parameters.get(`Tags.member.${index}.${name}`) ?? '';
    tags.push({ Key: member('Key'), Value: member('Value') });
  }
  return tags;
}
