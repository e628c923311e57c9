/** What the documentation promises: KiB of gzip for a template's script, bytes of a Lambda zip. */
export const sizeBudgets = {
  scriptKib: { 'keypoint-pose': 30, 'bounding-box': 26 } as Record<string, number>,
  /** For a script that has no budget of its own: all elements together. */
  anyScriptKib: 45,
  /** What a script in another language may have more: its words, which compress less than English. */
  translationKib: 1.5,
  zipBytes: 200_000,
};
