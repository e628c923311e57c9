import { msg } from '@lit/localize';
import type { ImageStatus } from './image-source.ts';
import type { LabelingElement } from './labeling-element.ts';

/** What stands in the way of any answer: without a picture coordinates would mean nothing. */
export function hindranceOf<Document>(element: LabelingElement<Document>): string | undefined {
  const missing: Partial<Record<ImageStatus, string>> = {
    empty: msg('There is no picture here yet'),
    failed: msg('The picture could not be loaded'),
    loading: msg('The picture is loading'),
  };
  return element.authorProblem === undefined
    ? missing[element.stage.status]
    : msg("This task isn't set up right");
}
