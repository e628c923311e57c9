/** Okabe-Ito colours for things without a side, in the order in which they are easiest to tell apart. */
export const cycleColors = [
  '#E69F00',
  '#56B4E9',
  '#009E73',
  '#F0E442',
  '#0072B2',
  '#D55E00',
  '#CC79A7',
  '#BBBBBB',
] as const;
