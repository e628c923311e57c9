import { describe, expect, it } from 'vitest';
import { readFirstFrame, type TraceEvent } from './time-line.ts';
import { DRAWN } from './watch.ts';

const PAGE = 7;
const MAIN = 1;
const COMPOSITOR = 2;

/** An event of the page, in milliseconds. */
function at(time: number, name: string, more: Partial<TraceEvent> = {}): TraceEvent {
  return { name, pid: PAGE, tid: COMPOSITOR, ts: time * 1000, ph: 'I', args: {}, ...more };
}

const lasting = (time: number, duration: number, name: string, tid = COMPOSITOR) =>
  at(time, name, { ph: 'X', dur: duration * 1000, tid });

/** The picture comes at 100 and is decoded from 100 to 150. */
const picture = [
  at(10, 'ResourceSendRequest', { args: { data: { url: 'http://here/picture.jpg', requestId: '4' } } }),
  at(40, 'ResourceFinish', { args: { data: { requestId: '3' } } }),
  at(100, 'ResourceFinish', { args: { data: { requestId: '4' } } }),
  lasting(100, 50, 'Decode Image'),
];
/** The shapes are handed over to the compositor, and the mark follows. */
const shapes = (time: number) => [
  lasting(time - 2, 1, 'Commit', MAIN),
  at(time - 1.5, 'Commit', { ph: 'b' }),
  at(time, DRAWN, { tid: MAIN, ph: 'R' }),
];
const tiles = (time: number) => [lasting(time, 2, 'RasterTask')];
const active = (time: number) => [at(time, 'ActivateLayerTree')];
const frame = (time: number) => [
  at(time, 'DrawFrame'),
  at(time + 1, 'SubmitCompositorFrameToPresentationCompositorFrame'),
];

describe('readFirstFrame', () => {
  it('counts the frame of the picture where it is later than the shapes', () => {
    const events = [...picture, ...shapes(60), ...active(62), ...frame(64), ...tiles(160), ...active(170)];
    expect(readFirstFrame([...events, ...frame(180), ...frame(200)])).toEqual({
      afterDecode: 31,
      afterLoad: 81,
    });
  });

  it('counts the frame of the shapes where they are later than the picture', () => {
    const events = [...picture, ...tiles(160), ...active(170), ...frame(180), ...shapes(300), ...active(310)];
    expect(readFirstFrame([...events, ...frame(320)])).toEqual({ afterDecode: 171, afterLoad: 221 });
  });

  it('waits until a task of the main thread that runs at that moment lets input in', () => {
    const events = [...picture, ...shapes(60), ...active(62), ...tiles(160), ...active(170), ...frame(180)];
    const busy = lasting(175, 45, 'RunTask', MAIN);
    expect(readFirstFrame([...events, busy])).toEqual({ afterDecode: 70, afterLoad: 120 });
  });

  it('does not wait for a frame of what has not changed since the shapes', () => {
    const events = [...picture, ...shapes(60), ...active(62), ...tiles(160), ...active(170), ...frame(180)];
    const unchanged = [lasting(172, 0.2, 'Commit', MAIN), at(173, DRAWN, { tid: MAIN, ph: 'R' })];
    const withoutMark = events.filter(({ name }) => name !== DRAWN);
    expect(readFirstFrame([...withoutMark, ...unchanged])).toEqual({ afterDecode: 31, afterLoad: 81 });
  });

  it('does not mind tasks of other threads, before or after', () => {
    const events = [...picture, ...shapes(60), ...active(62), ...tiles(160), ...active(170), ...frame(180)];
    const others = [
      lasting(175, 45, 'RunTask', COMPOSITOR),
      lasting(150, 20, 'RunTask', MAIN),
      lasting(190, 90, 'RunTask', MAIN),
    ];
    expect(readFirstFrame([...events, ...others])).toEqual({ afterDecode: 31, afterLoad: 81 });
  });

  it('does not mind what other pages do, and in which order events come', () => {
    const events = [...picture, ...shapes(60), ...active(62), ...tiles(160), ...active(170), ...frame(180)];
    const elsewhere = [...frame(171), ...tiles(151)].map((event) => ({ ...event, pid: 8 }));
    expect(readFirstFrame([...events, ...elsewhere].toReversed())).toEqual({
      afterDecode: 31,
      afterLoad: 81,
    });
  });

  it.each([
    ['the shapes are drawn', [...picture, ...tiles(160), ...active(170), ...frame(180)]],
    ['the picture has come', [...shapes(60), ...active(62), ...frame(64)]],
    ['the picture is decoded', [...picture.slice(0, 3), ...shapes(60), ...active(62), ...frame(64)]],
    ['the picture is put in place', [...picture, ...shapes(60), ...active(62), ...frame(64), ...tiles(160)]],
    [
      'a frame shows it',
      [...picture, ...shapes(60), ...active(62), ...frame(64), ...tiles(160), ...active(170)],
    ],
    ['a frame shows the shapes', [...picture, ...tiles(160), ...active(170), ...frame(180), ...shapes(300)]],
    [
      'the frame is presented',
      [...picture, ...shapes(60), ...tiles(160), ...active(170), at(180, 'DrawFrame')],
    ],
  ])('tells nothing where the time line ends before %s', (_, events) => {
    expect(readFirstFrame(events)).toBeUndefined();
  });
});
