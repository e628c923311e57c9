/// <reference types="vite/client" />
import type { PreviewLabel, RecordedAnswer } from './consolidate-answers.ts';
import type { InputProblem } from './input-problems.ts';
import type { Picture } from './skeleton/skeleton-editor.ts';
import type { TemplateSize } from './template-sizes.ts';

/** A template as the list shows it. */
export interface TemplateEntry {
  name: string;
  title: string;
  task: 'keypoint' | 'bounding-box' | 'classification';
  answerName: string;
  /** Text of the folder's example.json. */
  example: string;
  /** The folder's example.jpg. */
  picture?: Picture;
  /** Consolidation methods of the task by name, the default first. */
  methods: string[];
}

export interface RenderedPage {
  page: string;
  image: string;
  problems: InputProblem[];
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
      : body instanceof File
        ? { method: 'POST', headers: { 'content-type': body.type }, body }
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`${import.meta.env.BASE_URL}api/${route}`, request).catch(() => {
    throw new PreviewError('The preview has stopped. Start it again with "npm run dev".');
  });
  const answer = (await response.json()) as T & { error?: { message: string; where?: { file?: string } } };
  if (answer.error) throw new PreviewError(answer.error.message);
  return answer;
}

export const listTemplates = () =>
  call<{ templates: TemplateEntry[]; locales: string[]; pictures: Picture[] }>('templates');

export const renderPage = (template: string, input: unknown, built: boolean, locale: string | undefined) =>
  call<RenderedPage>('render', { template, input, built, ...(locale === undefined ? {} : { locale }) });

export const consolidate = (
  template: string,
  input: unknown,
  answers: readonly RecordedAnswer[],
  method: string | undefined,
) => call<PreviewLabel>('consolidate', { template, input, answers, method });

/** Builds every template; takes a second or two. */
export const measureTemplates = () => call<{ sizes: TemplateSize[] }>('sizes');

export const uploadPicture = (file: File) => call<Picture>(`pictures/${encodeURIComponent(file.name)}`, file);
