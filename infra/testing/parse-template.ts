import { parse, type ScalarTag } from 'yaml';

const shortForm = (name: string, full: string): ScalarTag => ({
  tag: `!${name}`,
  resolve: (text) => ({ [full]: text }),
});

const tags = [shortForm('Ref', 'Ref'), shortForm('GetAtt', 'Fn::GetAtt'), shortForm('Sub', 'Fn::Sub')];

/** A template as CloudFormation reads it: JSON or YAML, with short tags; of two equal keys the last one counts. */
export function parseTemplate(text: string): unknown {
  return parse(text, { customTags: tags, uniqueKeys: false, logLevel: 'silent' });
}
