import { messageOf } from '#contracts/message-of.ts';
import type { ActionParts } from '../action-parts.ts';
import { formatJson } from '../format-json.ts';
import { keepPicture } from '../kept-pictures.ts';
import type { PageActions } from '../page-view.ts';
import { uploadPicture } from '../preview-api.ts';
import { draftOf } from './draft.ts';
import { readSkeletonOf } from './read-skeleton-of.ts';

export type SkeletonActions = Pick<PageActions, 'useSkeleton' | 'inputSkeleton' | 'uploadPicture'>;

/** Between the skeleton that is drawn and the template that uses it. */
export function skeletonActions(
  { state, editor, draw, notify }: ActionParts,
  showInput: (text: string) => void,
): SkeletonActions {
  return {
    useSkeleton() {
      const { picture, skeleton } = editor;
      // Keypoints of another skeleton would be refused.
      const { initialValue: _, ...input } = state.input;
      // By its address: a list may call an example by another name than a task input does.
      const shown = [...state.pictures, state.template?.picture].find((known) => known?.url === picture?.url);
      const taskObject = shown ? { taskObject: shown.name } : {};
      // The example's sentence speaks of the example's animal.
      const about =
        input['header'] === headerOf(state.template?.example)
          ? { header: `Mark the ${skeleton.instance ?? 'animal'}.` }
          : {};
      state.view = 'label';
      showInput(`${formatJson({ ...input, ...taskObject, ...about, skeleton })}\n`);
      notify(`The template has ${skeleton.name} now: ${skeleton.keypoints.length} points.`);
      draw();
    },
    inputSkeleton() {
      const skeleton = readSkeletonOf(state.input);
      if (skeleton) editor.load(draftOf(skeleton));
      else notify('The task input has no skeleton that can be read.');
    },
    uploadPicture(file) {
      uploadPicture(file).then(
        (picture) => {
          state.pictures = [...state.pictures.filter(({ name }) => name !== picture.name), picture];
          editor.choosePicture(picture);
          void keepPicture(picture.name, file);
        },
        (error: unknown) => notify(messageOf(error)),
      );
    },
  };
}

function headerOf(example = '{}'): unknown {
  try {
    return (JSON.parse(example) as { header?: unknown }).header;
  } catch {
    return undefined;
  }
}
