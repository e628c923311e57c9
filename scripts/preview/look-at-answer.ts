const tags = document.querySelector<HTMLMetaElement>('meta[name="gtkit-elements"]')?.content.split(' ') ?? [];

/** What would be submitted now, and the first reason why it could not be. */
export function lookAtAnswer() {
  const answer: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const element of document.querySelectorAll<HTMLElement & { validationMessage?: unknown }>(
    tags.join(','),
  )) {
    const input = element.querySelector<HTMLInputElement>('input[type="hidden"][name]');
    if (input && input.value !== '') answer[input.name] = readValue(input.value);
    // Our elements say what reportValidity() would; native controls and others are only known as invalid.
    if (element.validationMessage) problems.push(String(element.validationMessage));
    else if (element.matches(':invalid')) problems.push('Something is missing.');
  }
  return { answer, valid: problems.length === 0, message: problems[0] ?? '' };
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
