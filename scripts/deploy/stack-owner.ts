import type { Stack, Tag } from '@aws-sdk/client-cloudformation';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';

/** What a stack of ours holds. One must never be turned into the other: all its functions would go. */
export type StackContent = 'functions' | 'recipe';

const MADE_BY = { Key: 'made-by', Value: 'ground-truth-kit' };
const HOLDS = 'gtkit:holds';
/** The Serverless Application Repository marks the stacks that it makes, also those made in the console. */
const REPOSITORY = 'serverlessrepo:applicationId';

const words: Record<StackContent, string> = {
  functions: 'our functions',
  recipe: "AWS's recipe",
};

/** Tags of a stack, by which a later command knows it. */
export const stackTags = (content: StackContent): { Key: string; Value: string }[] => [
  MADE_BY,
  { Key: HOLDS, Value: content },
];

/**
 * Refuses a stack that somebody else made, or that holds something else than what is to be put there.
 * @param content what is to be deployed; undefined: the stack is to be deleted
 * @throws {GroundTruthError} `conflict`
 */
export function requireOwnStack({ StackName, Tags = [] }: Stack, content?: StackContent): void {
  const value = (key: string) => Tags.find(({ Key }: Tag) => Key === key)?.Value;
  const isOurs = value(MADE_BY.Key) === MADE_BY.Value || value(REPOSITORY) !== undefined;
  if (!isOurs) {
    throw new GroundTruthError(
      'conflict',
      `The stack ${StackName} was not made by this command line, so it is left alone. Say another name with --stack.`,
    );
  }
  const found = value(HOLDS);
  if (content === undefined || found === undefined || found === content) return;
  throw new GroundTruthError(
    'conflict',
    `The stack ${StackName} holds ${words[found as StackContent] ?? found}, which ${words[content]} would replace. Say another name with --stack.`,
  );
}
