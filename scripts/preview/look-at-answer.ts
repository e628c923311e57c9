const tags = document.querySelector<HTMLMetaElement>('meta[name="gtkit-elements"]')?.content.split(' ') ?? [];

/**
 * What would be submitted now, the first reason why it could not be, and what an element has to say to the author of
 * the template.
 */
export function lookAtAnswer() {
  const answer: Record<string, unknown> = {};
  const problems: string[] = [];
  const setups: string[] = [];
  for (const element of document.querySelectorAll<HTMLElement & { validationMessage?: unknown }>(
    tags.join(','),
  )) {
    const input = element.querySelector<HTMLInputElement>('input[type="hidden"][name]');
    if (input && input.value !== '') answer[input.name] = readValue(input.value);
    // Read where it is shown, because a built element has no names for what is inside it.
    const setup = element.shadowRoot?.querySelector('.notice code')?.textContent;
    if (setup) setups.push(setup);
    // Our elements say what reportValidity() would; native controls and others are only known as invalid.
    if (element.validationMessage) problems.push(String(element.validationMessage));
    else if (element.matches(':invalid')) problems.push('Something is missing.');
  }
  return { answer, valid: problems.length === 0, message: problems[0] ?? '', setup: setups[0] ?? '' };
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
