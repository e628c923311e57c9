/** The examples at the end of a command's help: what to type, and what that does. */
export function examples(lines: Record<string, string>): string {
  const entries = Object.entries(lines).map(([command, meaning]) => `  ${command}\n      ${meaning}`);
  return `\nExamples:\n${entries.join('\n')}\n`;
}
