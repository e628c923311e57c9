import { describe, expect, it } from 'vitest';
import type { StagePointer } from '../stage/tool.ts';
import { UndoHistory } from '../stage/undo-history.ts';
import { type BoxDocument, documentOf, emptyDocument } from './box-document.ts';
import { BoxSession } from './box-session.ts';
import { BoxTool } from './box-tool.ts';

const image = { width: 400, height: 300 };
const boat = { left: 50, top: 60, width: 120, height: 80, label: 'boat' };

/** A worker's hand without a browser: a session over a real history, and a pointer at 1 CSS pixel a pixel. */
function setUp(start: BoxDocument = emptyDocument) {
  const history = new UndoHistory(start);
  const said: string[] = [];
  const session: BoxSession = new BoxSession({
    get document() {
      return history.document;
    },
    commit: (document) => void history.commit(document),
    amend: (document) => void history.amend(document),
    refresh: () => {},
    pointerChanged: () => {},
    say: (message) => said.push(message),
    announce: () => {},
  });
  Object.assign(session, { image, labels: ['boat', 'person'], label: 'boat' });
  const tool = new BoxTool(session);
  const pointer = (x: number, y: number, keys: Partial<StagePointer> = {}): StagePointer => ({
    image: { x, y },
    screen: { x, y },
    scale: 1,
    shift: false,
    alt: false,
    mod: false,
    touch: false,
    ...keys,
  });
  const drag = (from: [number, number], to: [number, number], keys?: Partial<StagePointer>) => {
    tool.down(pointer(...from, keys));
    tool.move(pointer(...to, keys));
    tool.up(pointer(...to, keys));
  };
  const click = (x: number, y: number) => {
    tool.down(pointer(x, y));
    tool.up(pointer(x, y));
  };
  return { history, said, session, tool, pointer, drag, click };
}

const boxes = (history: UndoHistory<BoxDocument>) =>
  history.document.boxes.map(({ left, top, width, height }) => [left, top, width, height]);

describe('the pointer on boxes', () => {
  it('draws one box with a drag, as one undo step', () => {
    const { history, drag } = setUp();
    drag([10, 20], [40, 60]);
    expect(boxes(history)).toEqual([[10, 20, 30, 40]]);
    history.undo();
    expect(boxes(history)).toEqual([]);
  });

  it('leaves nothing behind when a gesture is cancelled', () => {
    const { history, session, tool, pointer } = setUp(documentOf([boat], image));
    session.select(1);
    tool.down(pointer(100, 100));
    tool.move(pointer(150, 150));
    expect(session.shown?.left).toBe(100);
    tool.cancel();
    expect(session.shown?.left).toBe(50);
    expect(history.canUndo).toBe(false);
  });

  it('moves the selected box, but draws with Shift', () => {
    const { history, session, drag } = setUp(documentOf([boat], image));
    session.select(1);
    drag([100, 100], [120, 110], { shift: true });
    expect(boxes(history)).toHaveLength(2);
    session.select(1);
    drag([140, 120], [150, 130]);
    expect(boxes(history)[0]).toEqual([60, 70, 120, 80]);
  });

  it('says why a small box is not kept, and goes on', () => {
    const { history, said, drag } = setUp();
    drag([10, 10], [60, 11]);
    expect(said[0]).toContain('50 × 1 pixels');
    drag([10, 10], [60, 40]);
    expect(boxes(history)).toHaveLength(1);
  });

  it('shows what a press would do', () => {
    const { session, tool, pointer } = setUp(documentOf([boat], image));
    expect(tool.cursor(pointer(300, 200))).toBe('crosshair');
    session.select(1);
    expect(tool.cursor(pointer(110, 100))).toBe('move');
    expect(tool.cursor(pointer(50, 60))).toBe('nwse-resize');
    expect(tool.cursor(pointer(170, 100))).toBe('ew-resize');
  });
});

describe('a box that was given', () => {
  const mast = { left: 80, top: 70, width: 30, height: 50, label: 'boat' };
  const given = (...start: (typeof boat)[]) => {
    const hand = setUp(documentOf(start, image));
    hand.session.given = start.length;
    return hand;
  };

  it('is put right by one drag of an edge, of a corner or of its inside, and then in hand', () => {
    const { history, session, drag } = given(boat);
    drag([170, 120], [180, 120]);
    expect(boxes(history)).toEqual([[50, 60, 130, 80]]);
    session.select(undefined);
    drag([50, 60], [40, 55]);
    expect(boxes(history)).toEqual([[40, 55, 140, 85]]);
    session.select(undefined);
    drag([100, 100], [110, 120]);
    expect(boxes(history)).toEqual([[50, 75, 140, 85]]);
    expect(session.held?.id).toBe(1);
  });

  it('is not changed by a click that trembles on its edge', () => {
    const { history, session, drag } = given(boat);
    drag([170, 120], [172, 121]);
    expect(session.held?.id).toBe(1);
    expect(history.canUndo).toBe(false);
    // In hand, an edge follows every pixel.
    drag([170, 120], [172, 121]);
    expect(boxes(history)).toEqual([[50, 60, 122, 80]]);
  });

  it('says so by the cursor before the press', () => {
    const { tool, pointer } = given(boat);
    expect(tool.cursor(pointer(100, 100))).toBe('move');
    expect(tool.cursor(pointer(170, 100))).toBe('ew-resize');
    expect(tool.cursor(pointer(300, 200))).toBe('crosshair');
    expect(tool.cursor(pointer(100, 100, { shift: true }))).toBe('crosshair');
  });

  it('gives way to a smaller one above it, and to the one in hand', () => {
    const { history, session, drag } = given(boat, mast);
    drag([95, 95], [101, 95]);
    expect(boxes(history)[1]).toEqual([86, 70, 30, 50]);
    session.select(1);
    drag([95, 95], [101, 95]);
    expect(boxes(history)).toEqual([
      [56, 60, 120, 80],
      [86, 70, 30, 50],
    ]);
  });

  it('is drawn over with Shift, selected by a click, and left alone while it is locked', () => {
    const { history, session, tool, pointer, drag } = given(boat, mast);
    drag([60, 65], [150, 130], { shift: true });
    expect(boxes(history)[2]).toEqual([60, 65, 90, 65]);
    session.select(undefined);
    for (const expected of [2, 3, 1, 2]) {
      tool.down(pointer(95, 95));
      tool.up(pointer(95, 95));
      expect(session.selectedId).toBe(expected);
    }
    session.putAside('locked');
    session.select(1);
    session.putAside('locked');
    drag([95, 95], [160, 130]);
    expect(boxes(history)).toHaveLength(4);
  });

  it('is no hindrance to four clicks, nor to a box that was drawn', () => {
    const { history, session, click, drag } = given(boat);
    session.toggleExtreme();
    click(100, 60);
    click(160, 90);
    click(120, 130);
    click(90, 80);
    expect(boxes(history)).toEqual([
      [50, 60, 120, 80],
      [90, 60, 70, 70],
    ]);
    session.toggleExtreme();
    drag([200, 200], [260, 260]);
    session.select(undefined);
    drag([210, 210], [250, 250]);
    expect(boxes(history)).toHaveLength(4);
  });
});

describe('four clicks', () => {
  it('draw the box around the ends of an object, in any order and over other boxes', () => {
    const { history, session, click } = setUp(documentOf([boat], image));
    session.toggleExtreme();
    click(100, 70);
    click(160, 90);
    click(120, 130);
    click(90, 80);
    expect(boxes(history)[1]).toEqual([90, 70, 70, 60]);
    history.undo();
    expect(boxes(history)).toHaveLength(1);
  });

  it('leave nothing behind after Escape', () => {
    const { history, session, tool, pointer } = setUp();
    session.toggleExtreme();
    tool.down(pointer(10, 10));
    tool.up(pointer(10, 10));
    expect(session.missing).toBe(3);
    session.escape();
    expect(session.missing).toBe(4);
    expect(boxes(history)).toEqual([]);
  });
});

describe('a box that is put aside', () => {
  it('lets clicks through until it is taken from the list', () => {
    const { session, tool, pointer } = setUp(documentOf([boat, { ...boat, width: 60 }], image));
    session.select(2);
    session.putAside('locked');
    tool.down(pointer(80, 100));
    tool.up(pointer(80, 100));
    expect(session.selectedId).toBe(1);
    session.select(2);
    session.escape();
    tool.down(pointer(80, 100));
    tool.up(pointer(80, 100));
    expect(session.selectedId).toBe(2);
  });
});

describe('keys on boxes', () => {
  it('take a held arrow back as one step', () => {
    const { history, session } = setUp(documentOf([boat], image));
    session.select(1);
    session.nudge(1, 0, false);
    for (let count = 0; count < 5; count += 1) session.nudge(1, 0, true);
    expect(boxes(history)).toEqual([[56, 60, 120, 80]]);
    history.undo();
    expect(boxes(history)).toEqual([[50, 60, 120, 80]]);
  });

  it('let go of the corner first, then of the box', () => {
    const { session } = setUp(documentOf([boat], image));
    session.select(1);
    expect(session.escape()).toBe(true);
    expect(session.selectedId).toBeUndefined();
    session.hover({ x: 5, y: 5 });
    session.setCorner();
    expect(session.escape()).toBe(true);
    expect(session.corners).toEqual([]);
    expect(session.escape()).toBe(false);
  });

  it('go through the boxes in order and around', () => {
    const { session } = setUp(documentOf([boat, boat, boat], image));
    const order = [1, 1, 1, 1, -1].map((by) => session.step(by as 1 | -1) && session.selectedId);
    expect(order).toEqual([1, 2, 3, 1, 3]);
  });

  it('choose the label of the next box after one was drawn, and leave that one as it is', () => {
    const { history, session, drag } = setUp();
    drag([10, 10], [40, 40]);
    session.choose('person');
    drag([200, 200], [240, 240]);
    expect(history.document.boxes.map(({ label }) => label)).toEqual(['boat', 'person']);
  });

  it('relabel a box that was taken in hand, and it alone', () => {
    const { history, session, tool, pointer, drag } = setUp(documentOf([boat], image));
    tool.down(pointer(100, 100));
    tool.up(pointer(100, 100));
    session.choose('person');
    session.escape();
    drag([200, 200], [240, 240]);
    expect(history.document.boxes.map(({ label }) => label)).toEqual(['person', 'boat']);
  });

  it('relabel the box that was just drawn, and leave the label of the next one', () => {
    const { history, session, drag } = setUp();
    expect(session.relabel('person')).toBe(false);
    drag([10, 10], [40, 40]);
    expect(session.relabel('person')).toBe(true);
    expect(session.relabel(undefined)).toBe(false);
    drag([200, 200], [240, 240]);
    expect(history.document.boxes.map(({ label }) => label)).toEqual(['person', 'boat']);
    history.undo();
    history.undo();
    expect(history.document.boxes.map(({ label }) => label)).toEqual(['boat']);
  });

  it('delete all boxes in one step, and bring them back in one', () => {
    const { history, session, drag } = setUp(documentOf([boat], image));
    drag([200, 200], [240, 240]);
    expect(session.clear()).toBe(true);
    expect(history.document.boxes).toEqual([]);
    expect(session.clear()).toBe(false);
    history.undo();
    expect(history.document.boxes).toHaveLength(2);
  });

  it('take the box that was just drawn in hand, to give it another label', () => {
    const { history, session, drag } = setUp(documentOf([boat], image));
    drag([200, 200], [240, 240]);
    session.step(-1);
    session.choose('person');
    expect(history.document.boxes.map(({ label }) => label)).toEqual(['boat', 'person']);
  });

  it('go on with the crosshair after a box was drawn by keys, and nudge one that was drawn by hand', () => {
    const { history, session, drag } = setUp();
    drag([10, 10], [40, 40]);
    expect(session.nudge(1, 0, false)).toBe(true);
    session.escape();
    session.hover({ x: 100, y: 100 });
    for (const [dx, dy] of [
      [0, 0],
      [20, 30],
    ] as const) {
      session.moveCursor(dx, dy, { x: 0, y: 0 });
      session.setCorner(true);
    }
    expect(session.nudge(1, 0, false)).toBe(false);
    expect(boxes(history)).toEqual([
      [11, 10, 30, 30],
      [100, 100, 20, 30],
    ]);
  });
});
