/// <reference types="vite/client" />
import type { PreviewLabel, RecordedAnswer } from './consolidate-answers.ts';

/** A template as the list shows it. */
export interface TemplateEntry {
  name: string;
  title: string;
  task: 'keypoint' | 'bounding-box';
  answerName: string;
  /** Text of the folder's example.json. */
  example: string;
}

export interface RenderedPage {
  page: string;
  image: string;
  warning?: string;
  /** Of the built template. */
  characters?: number;
}

/** An answer of the preview's server that says what is wrong. */
export class PreviewError extends Error {
  override readonly name = 'PreviewError';
}

async function call<T>(route: string, body?: unknown): Promise<T> {
  const request =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`${import.meta.env.BASE_URL}api/${route}`, request).catch(() => {
    throw new PreviewError('The preview has stopped. Start it again with "npm run dev".');
  });
  const answer = (await response.json()) as T & { error?: { message: string; where?: { file?: string } } };
  if (answer.error) throw new PreviewError(answer.error.message);
  return answer;
}

export const listTemplates = () => call<{ templates: TemplateEntry[] }>('templates');

export const renderPage = (template: string, input: unknown, built: boolean) =>
  call<RenderedPage>('render', { template, input, built });

export const consolidate = (template: string, input: unknown, answers: readonly RecordedAnswer[]) =>
  call<PreviewLabel>('consolidate', { template, input, answers });
