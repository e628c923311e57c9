import { messageOf } from '#contracts/message-of.ts';
import type { ActionParts } from './action-parts.ts';
import { describeJsonError } from './describe-json-error.ts';
import { formatJson } from './format-json.ts';
import { restorePictures } from './kept-pictures.ts';
import { listTemplates, type TemplateEntry } from './preview-api.ts';
import { loadSaved } from './preview-state.ts';
import type { Picture } from './skeleton/skeleton-editor.ts';

/** An example.json may have changed; an input that was not edited follows it. */
export async function refreshTemplates({ state, page }: ActionParts): Promise<void> {
  // What keeps them from being listed, the page says too.
  const { templates } = await listTemplates().catch(() => ({ templates: state.templates }));
  const before = state.template;
  state.templates = templates.map(readable);
  state.template = state.templates.find(({ name }) => name === before?.name) ?? before;
  if (state.template && before && state.inputText === before.example) page.setInput(state.template.example);
}

/** An example as a person would write it, with a keypoint on one line. */
function readable(entry: TemplateEntry): TemplateEntry {
  if (describeJsonError(entry.example)) return entry;
  return { ...entry, example: `${formatJson(JSON.parse(entry.example))}\n` };
}

/** Asks for the templates, and opens the one of the last visit. */
export function openTemplates(
  { state, editor, page, draw }: ActionParts,
  chooseTemplate: (name: string) => void,
): void {
  listTemplates().then(
    ({ templates, locales, pictures }) => {
      state.locales = locales;
      if (!locales.includes(state.locale ?? '')) state.locale = undefined;
      state.templates = templates.map(readable);
      state.pictures = pictures;
      const { picture } = loadSaved();
      const drawOn = (known: readonly Picture[]) => {
        editor.picture = known.find(({ name }) => name === picture) ?? editor.picture;
      };
      drawOn(pictures);
      const wanted = new URLSearchParams(location.search).get('template') ?? loadSaved().template;
      chooseTemplate(wanted ?? 'keypoint-pose');
      void restorePictures(pictures.map(({ name }) => name)).then((restored) => {
        if (restored.length === 0) return;
        state.pictures = [...state.pictures, ...restored];
        drawOn(restored);
        // The task input may name one of them.
        void page.show();
      });
    },
    (error: unknown) => {
      state.failure = messageOf(error);
      draw();
    },
  );
}
