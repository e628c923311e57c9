import { InvokeCommand } from '@aws-sdk/client-lambda';
import { RenderUiTemplateCommand } from '@aws-sdk/client-sagemaker';
import { excerpt, parseContract, parseJson } from '#contracts/parse.ts';
import { MAX_TASK_INPUT, PreAnnotationResponse } from '#contracts/pre-annotation.ts';
import { withAwsErrors } from '../aws-error.ts';
import type { JobConfig } from '../job-config.ts';
import type { AccountClients } from './account-clients.ts';
import { builtInName } from './built-in-accounts.ts';
import { MAX_TEMPLATE } from './check-template.ts';
import { attempt, type DoctorCheck, failure, ok, skipped, warning } from './doctor-check.ts';
import { findFunction } from './find-function.ts';

const INPUT = 'task input';
const PAGE = "worker's page";

/** Characters of a function's error that are repeated. */
const LONGEST_MESSAGE = 400;

/** What is tried: the first line of the manifest, and the template's text. */
export interface TriedPage {
  line: Record<string, unknown>;
  template: string;
  /** Role that the page is rendered with. */
  roleArn: string;
}

/**
 * Makes the page of a job's first object as Ground Truth would for a worker: calls the function before, and has
 * its answer rendered. What fails here fails in every task, where Ground Truth only says "Unhandled".
 */
export async function tryPage(
  clients: AccountClients,
  config: JobConfig,
  { line, template, roleArn }: TriedPage,
): Promise<DoctorCheck[]> {
  let input: unknown;
  const called = await attempt(INPUT, 'Correct the function or the line, and try again.', async () => {
    const { check, taskInput } = await makeInput(clients, config, line);
    input = taskInput;
    return check;
  });
  if (input === undefined) return called;
  const text = JSON.stringify(input);
  const rendered = await attempt(PAGE, 'Correct the template: docs/author-a-template.md.', () =>
    renderPage(clients, { template, roleArn, text }),
  );
  return [...called, ...rendered];
}

async function makeInput(
  clients: AccountClients,
  config: JobConfig,
  line: Record<string, unknown>,
): Promise<{ check: DoctorCheck; taskInput?: unknown }> {
  const pre = config.HumanTaskConfig.PreHumanTaskLambdaArn;
  // Without a function the page gets the line as it is.
  if (pre === undefined) return { check: ok(INPUT, 'The line of the manifest as it is.'), taskInput: line };
  const builtIn = builtInName(pre);
  if (builtIn !== undefined)
    return { check: skipped(INPUT, `${builtIn} is AWS's own and cannot be called.`) };
  const FunctionName = await findFunction(clients, pre);
  const { region } = clients.connection;
  const event = {
    version: '2018-10-16',
    labelingJobArn: `arn:aws:sagemaker:${region}:000000000000:labeling-job/${config.LabelingJobName.toLowerCase()}`,
    dataObject: line,
  };
  const { FunctionError, Payload } = await withAwsErrors(clients.connection, () =>
    clients.lambda.send(new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) })),
  );
  const answer = parseJson(Payload?.transformToString() ?? '', "function's answer");
  if (FunctionError !== undefined) {
    const { errorMessage } = answer as { errorMessage?: unknown };
    const said = typeof errorMessage === 'string' ? errorMessage.slice(0, LONGEST_MESSAGE) : excerpt(answer);
    return {
      check: failure(
        INPUT,
        `The function before fails on the first line: ${said}`,
        'Correct the function or the line, and try again.',
      ),
    };
  }
  const { taskInput, isHumanAnnotationRequired } = parseContract(
    PreAnnotationResponse,
    answer,
    "function's answer",
  );
  if ('humanAnnotationRequired' in (answer as object) && isHumanAnnotationRequired === undefined) {
    return {
      check: warning(
        INPUT,
        'The function answers "humanAnnotationRequired", which Ground Truth does not read.',
        'The name is "isHumanAnnotationRequired".',
      ),
      taskInput,
    };
  }
  const size = JSON.stringify(taskInput).length;
  if (size > MAX_TASK_INPUT) {
    const found = `The task input of the first line has ${size} characters; Ground Truth takes ${MAX_TASK_INPUT}.`;
    return { check: failure(INPUT, found, 'Leave out of it what the page does not need.') };
  }
  return { check: ok(INPUT, `The function before answers the first line, ${size} characters.`), taskInput };
}

async function renderPage(
  clients: AccountClients,
  { template, roleArn, text }: { template: string; roleArn: string; text: string },
): Promise<DoctorCheck> {
  if (template.length > MAX_TEMPLATE) return skipped(PAGE, 'The template is too long to be rendered.');
  const { Errors = [], RenderedContent = '' } = await withAwsErrors(clients.connection, () =>
    clients.sagemaker.send(
      new RenderUiTemplateCommand({
        UiTemplate: { Content: template },
        Task: { Input: text },
        RoleArn: roleArn,
      }),
    ),
  );
  const [first] = Errors;
  if (first) {
    const found = `It cannot be rendered: ${first.Code}: ${first.Message}`;
    return failure(PAGE, found, 'Correct the template: docs/author-a-template.md.');
  }
  return ok(PAGE, `Ground Truth renders that of the first object, ${RenderedContent.length} characters.`);
}
