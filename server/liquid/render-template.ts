import { LiquidError, type Template } from 'liquidjs';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt } from '#contracts/parse.ts';
import { createLiquidEngine, type GrantReadAccess } from './create-liquid-engine.ts';

/** A template that parsed, ready to be rendered any number of times. */
export interface ParsedTemplate {
  /**
   * Fills the template with one task's input.
   * @throws {GroundTruthError} `invalid-template` with the line
   */
  render(taskInput: unknown, grantReadAccess?: GrantReadAccess): string;
}

/**
 * Parses a worker template.
 * @throws {GroundTruthError} `invalid-template` with the line and Liquid's reason
 */
export function parseTemplate(source: string): ParsedTemplate {
  // The engine is made once; who may read what is decided anew for every page.
  let grant: GrantReadAccess = (uri) => uri;
  const engine = createLiquidEngine({ grantReadAccess: (uri) => grant(uri) });
  const template = attempt(() => engine.parse(source));
  return {
    render(taskInput, grantReadAccess = (uri) => uri) {
      grant = grantReadAccess;
      return attempt(() => renderSync(template, taskInput));
    },
  };

  function renderSync(parsed: Template[], taskInput: unknown): string {
    return String(engine.renderSync(parsed, { task: { input: taskInput } }));
  }
}

/**
 * Fills a worker template with one task's input, found in it as `task.input`.
 * @throws {GroundTruthError} `invalid-template` when it does not parse or render
 */
export function renderTemplate(
  source: string,
  taskInput: unknown,
  options: { grantReadAccess: GrantReadAccess },
): string {
  return parseTemplate(source).render(taskInput, options.grantReadAccess);
}

/** Runs a step of liquidjs and turns its errors into ours, with the line of the template. */
function attempt<T>(step: () => T): T {
  try {
    return step();
  } catch (cause) {
    if (cause instanceof GroundTruthError) throw cause;
    const reason =
      cause instanceof Error ? cause.message.replace(/, (file|line|col):.*$/s, '') : String(cause);
    const line = lineOf(cause);
    throw new GroundTruthError(
      'invalid-template',
      `The template has a Liquid error${line === undefined ? '' : ` in line ${line}`}: ${excerpt(reason)}.`,
      { where: line === undefined ? {} : { line }, cause },
    );
  }
}

function lineOf(cause: unknown): number | undefined {
  return LiquidError.is(cause) ? cause.token.getPosition()[0] : undefined;
}
