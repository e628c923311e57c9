/** Where JSON text breaks, in words for the person who types it. */
export interface JsonProblem {
  /** 1-based. */
  line: number;
  message: string;
}

/** What engines say, and what a person can do about it. */
const explanations: [RegExp, string][] = [
  [/':' after property name/i, 'A colon is missing after the name.'],
  [
    /end of JSON|unterminated string|end of data/i,
    'The text ends too early: a bracket or a quote is not closed.',
  ],
  [/control character|newline/i, 'A quote is not closed on this line.'],
  [
    /double-quoted property name|property name/i,
    'A name in double quotes is expected here. Is there a comma too many before it?',
  ],
  [
    /after property value|after array element|',' or/i,
    'A comma or a closing bracket is missing before this.',
  ],
  [/escaped character|unicode escape/i, 'A backslash is followed by something that JSON does not know.'],
  [/after JSON|non-whitespace/i, 'Something stands after the end of the JSON.'],
];

/** The first problem of JSON text, or undefined when it parses. */
export function describeJsonError(text: string): JsonProblem | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const position = Number(/position (\d+)/.exec(detail)?.[1]);
    const known =
      position >= text.trimEnd().length
        ? explanations.find(([pattern]) => pattern.test('end of JSON'))
        : explanations.find(([pattern]) => pattern.test(detail));
    return {
      line: Math.min(lineOf(detail, text), countLines(text.trimEnd())),
      message: known?.[1] ?? 'A value is expected here, such as "text", 12, true, [ or {.',
    };
  }
}

/** V8 says a position, or quotes ten characters before and after the place; other engines say a line. */
function lineOf(detail: string, text: string): number {
  const line = /line (\d+)/.exec(detail)?.[1];
  if (line !== undefined) return Number(line);
  const position = /position (\d+)/.exec(detail)?.[1];
  if (position !== undefined) return countLines(text.slice(0, Number(position)));
  const [, token = '', dots, quoted = ''] =
    /token '?(.+?)'?, (\.\.\.)?"([\s\S]*)"(?:\.\.\.)? is not/.exec(detail) ?? [];
  const start = text.indexOf(quoted);
  if (quoted === '' || start < 0) return countLines(text.trimEnd());
  return countLines(text.slice(0, start + (dots ? 10 : Math.max(0, quoted.indexOf(token)))));
}

const countLines = (text: string) => text.split('\n').length;
