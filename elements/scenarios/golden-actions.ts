/** What one task takes. */
export interface GoldenRow {
  /** What is to be done. */
  readonly scenario: string;
  /** How a worker does it. */
  readonly how: string;
  /** Clicks, drags and taps; with Shift they are one all the same. */
  readonly pointer: number;
  /** Keys; a chord such as Ctrl+Enter is one. */
  readonly keys: number;
}

/** Keypoints of an animal. */
export const K = 17;

const row = (scenario: string, how: string, pointer: number, keys = 0): GoldenRow => ({
  scenario,
  how,
  pointer,
  keys,
});

/**
 * The golden table: how many actions each task takes through the built templates, with the submit. The scenarios
 * beside it count the browser's own events and compare; docs/elements.md shows it.
 */
export const goldenActions = {
  visible: row(`an animal of ${K} keypoints, all visible`, `${K} clicks, submit`, K + 1),
  tapped: row('the same by touch', `${K} taps, submit`, K + 1),
  second: row('two animals', `${K} clicks, 1 key, ${K} clicks, submit`, 2 * K + 1, 1),
  occluded: row('5 keypoints hidden behind something', `${K} clicks, 5 of them with Shift, submit`, K + 1),
  absent: row('2 keypoints not in the picture', `${K - 2} clicks, 2 keys, submit`, K - 1, 2),
  corrected: row(
    '2 keypoints went wrong, one of them the very last',
    'Backspace right after each, click again, submit',
    K + 3,
    2,
  ),
  drop: row(
    'an animal begun with its rest pose (`placement="box"`), 2 keypoints elsewhere',
    '1 drag of the box, 2 drags, submit',
    4,
  ),
  dropByKey: row('the same where the worker chooses it', '1 key, 3 drags, submit', 4, 1),
  pose0: row('a clean prediction', 'submit', 1),
  pose1: row('a prediction with 1 keypoint wrong', '1 drag, submit', 2),
  pose3: row('a prediction with 3 keypoints wrong', '3 drags, submit', 4),
  box0: row('clean predicted boxes', 'submit', 1),
  box1: row('predicted boxes, 1 with a wrong edge', '1 drag of the edge, submit', 2),
  box3: row('predicted boxes, 3 wrong', '1 drag of an edge, 1 of a corner, 1 of a whole box, submit', 4),
  accepted: row('earlier marks checked, all right', '1 click that also submits', 1),
  acceptedByKey: row('the same by key', '1 key that also submits', 0, 1),
  checkedPose1: row('earlier poses checked, 1 keypoint wrong', '1 drag, submit', 2),
  checkedPose3: row('earlier poses checked, 3 keypoints wrong', '3 drags, submit', 4),
  checkedBox1: row('earlier boxes checked, 1 wrong', '1 drag, submit', 2),
  checkedBox3: row('earlier boxes checked, 3 wrong', '3 drags, submit', 4),
  rejected: row('earlier marks refused', '1 key, 1 key for the reason, Enter', 0, 3),
  dragged: row('3 boxes of the one label', '3 drags, submit', 4),
  clicked: row('the same by two clicks each', '6 clicks, submit', 7),
  extreme: row('the same by the four ends', '1 key for all of them, 12 clicks, submit', 13, 1),
  extremeByTemplate: row('the same where the template begins so (`extreme`)', '12 clicks, submit', 13),
  sticky: row('3 boxes of the first label, 3 of the second', '6 drags, 1 key between them, submit', 7, 1),
  relabeled: row(
    'a box drawn, taken in hand and given another label',
    '1 drag, 1 click, 1 key, submit',
    3,
    1,
  ),
  relabeledFresh: row(
    'a box just drawn given another label',
    '1 drag, 1 key (Shift and its number), submit',
    2,
    1,
  ),
  nothing: row('nothing to label', '1 key, submit', 1, 1),
} satisfies Record<string, GoldenRow>;

/** The table as Markdown, for docs/elements.md. */
export function goldenTable(): string {
  const rows = Object.values<GoldenRow>(goldenActions).map(
    ({ scenario, how, pointer, keys }) => `| ${scenario} | ${how} | ${pointer + keys} |`,
  );
  return ['| to do | how | actions |', '|---|---|---|', ...rows].join('\n');
}
