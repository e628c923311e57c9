import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UndoHistory } from './undo-history.ts';

describe('the undo history', () => {
  it('takes every step back to the byte-equal start, and forth to the end', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.jsonValue(), { maxLength: 40 }), (start, documents) => {
        const history = new UndoHistory<{ value: unknown }>({ value: start });
        const before = JSON.stringify(history.document);
        for (const value of documents) history.commit({ value });
        const after = JSON.stringify(history.document);
        while (history.undo());
        expect(JSON.stringify(history.document)).toBe(before);
        while (history.redo());
        expect(JSON.stringify(history.document)).toBe(after);
      }),
    );
  });

  it('forgets what was undone when something new is done', () => {
    const history = new UndoHistory('a');
    history.commit('b');
    history.undo();
    history.commit('c');
    expect(history.canRedo).toBe(false);
    expect(history.document).toBe('c');
  });

  it('does not count a gesture that changed nothing', () => {
    const history = new UndoHistory('a');
    expect(history.commit('a')).toBe(false);
    expect(history.canUndo).toBe(false);
    expect(history.undo()).toBe(false);
  });

  it('takes a step that went on back as one', () => {
    const history = new UndoHistory('a');
    history.amend('b');
    history.amend('c');
    expect(history.document).toBe('c');
    history.undo();
    expect(history.document).toBe('a');
    expect(history.canUndo).toBe(false);
  });
});
