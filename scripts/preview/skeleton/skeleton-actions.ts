import type { ActionParts } from '../check-actions.ts';
import { formatJson } from '../format-json.ts';
import type { PageActions } from '../page-view.ts';
import { uploadPicture } from '../preview-api.ts';
import { draftOf } from './draft.ts';
import { readSkeletonOf } from './read-skeleton-of.ts';

/** Between the skeleton that is drawn and the template that uses it. */
export function skeletonActions({
  state,
  editor,
  draw,
  notify,
  setInput,
}: ActionParts): Pick<PageActions, 'useSkeleton' | 'inputSkeleton' | 'uploadPicture'> {
  return {
    useSkeleton() {
      const { picture, skeleton } = editor;
      // Keypoints of another skeleton would be refused.
      const { initialValue: _, ...input } = state.input;
      const own = [...state.pictures, state.template?.picture].some((known) => known?.url === picture?.url);
      const taskObject = own && picture ? { taskObject: picture.name } : {};
      state.view = 'label';
      setInput(`${formatJson({ ...input, ...taskObject, skeleton })}\n`);
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
        },
        (error: unknown) => notify(error instanceof Error ? error.message : String(error)),
      );
    },
  };
}
