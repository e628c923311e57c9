import type { AnsweredBox } from '#contracts/bounding-box-answer.ts';

const box = (label: string, left: number, top: number, right: number, bottom: number): AnsweredBox => ({
  label,
  left,
  top,
  width: right - left,
  height: bottom - top,
});

/**
 * What is in the whole photograph, in its pixels (1024 x 819), drawn by hand over five-fold enlargements.
 * A boat includes its mast, rudder and oars; a house that others hide in part has the box of what can be seen,
 * nets and poles in front of it not counted as hiding; parts of one building are one house.
 */
export const photographBoxes: AnsweredBox[] = [
  box('boat', 0, 622, 757, 779),
  box('boat', 690, 645, 1024, 819),
  box('boat', 437, 125, 752, 585),
  box('boat', 342, 532, 465, 572),
  // Three small ones on the shore behind the fish traps.
  box('boat', 156, 521, 212, 545),
  box('boat', 280, 524, 318, 549),
  box('boat', 326, 523, 446, 541),
  box('person', 380, 651, 463, 710),
  box('person', 750, 667, 817, 819),
  // On the left bank, from the hill down to the water.
  box('house', 11, 338, 55, 357),
  box('house', 32, 361, 80, 378),
  box('house', 57, 354, 129, 385),
  box('house', 96, 356, 214, 392),
  box('house', 126, 389, 170, 418),
  box('house', 76, 415, 232, 505),
  box('house', 221, 346, 263, 374),
  box('house', 230, 353, 334, 419),
  box('house', 320, 341, 353, 381),
  box('house', 334, 369, 413, 408),
  box('house', 395, 340, 441, 372),
  box('house', 409, 355, 480, 400),
  box('house', 249, 427, 444, 504),
  // Behind the big ship, and on to the right bank.
  box('house', 484, 337, 594, 378),
  box('house', 463, 363, 596, 424),
  box('house', 604, 344, 684, 393),
  box('house', 641, 329, 737, 351),
  box('house', 716, 341, 816, 386),
  box('house', 795, 342, 898, 391),
  box('house', 893, 353, 958, 400),
  box('house', 791, 438, 1024, 532),
];
