import { msg } from '@lit/localize';
import type { Shortcut } from '#elements/stage/shortcuts.ts';
import { numberKey } from './classifier-document.ts';
import type { GtImageClassifier } from './gt-image-classifier.ts';

/** The keys of `<gt-image-classifier>` besides the shell's. */
export function classifierShortcuts(element: GtImageClassifier): readonly Shortcut[] {
  const group = element.verify ? msg('Check') : msg('Choose');
  const when = () => element.editable;
  // A key that is still held from the picture before must not answer this one.
  const once = (act: () => unknown) => (event: KeyboardEvent) => event.repeat || act();
  const numbers = element.choices.flatMap((name, index): Shortcut[] => {
    const key = numberKey(index);
    return key === undefined
      ? []
      : [
          {
            id: `choose-${index}`,
            keys: [key],
            description: name,
            group,
            when,
            run: once(() => {
              element.choose(name);
              // Away from the button of another reason, which Enter would press: it submits.
              if (element.rejecting) element.stage.root.focus();
            }),
          },
        ];
  });
  const verdicts: Shortcut[] = [
    {
      id: 'accept',
      keys: ['a'],
      description: msg('Accept, and go on'),
      group,
      when,
      run: once(() => element.accept()),
    },
    { id: 'reject', keys: ['r'], description: msg('Reject'), group, when, run: once(() => element.reject()) },
    {
      id: 'adjust',
      keys: ['e'],
      description: msg('Adjust the marks'),
      group,
      when: () => element.editable && element.canAdjust,
      run: once(() => element.adjust()),
    },
  ];
  return [
    ...(element.verify ? verdicts : []),
    ...numbers,
    {
      id: 'confirm',
      keys: ['Enter'],
      description: element.verify ? msg('Accept; after a reason, submit') : msg('Submit'),
      group,
      when: () => element.editable && element.hasForm,
      run: once(() => element.confirm()),
    },
    {
      id: 'comment',
      keys: ['c'],
      description: msg('Write a comment'),
      group,
      when: () => element.editable && (element.verify || element.commentRegion !== null),
      run: () => element.openComment(),
    },
    {
      id: 'marks',
      keys: ['m'],
      description: msg('Show or hide the marks'),
      group: msg('View'),
      when: () => element.hasMarks,
      run: () => element.toggleMarks(),
    },
  ];
}
