/** A place in the window, in CSS pixels. */
export type Place = readonly [x: number, y: number];
export type MouseMove = 'mouseMoved' | 'mousePressed' | 'mouseReleased';

/** A browser's tab with a task in it, whose process can be killed and which is then opened again. */
export interface Tab {
  /** Opens the task, and waits until it can be worked on. */
  open(): Promise<void>;
  /** The answer as it stands. */
  answer(): Promise<string>;
  /** Ends the page's process, whatever it is doing. */
  kill(): Promise<void>;
  /** A key, or a chord such as Control+z. */
  press(chord: string): Promise<void>;
  mouse(type: MouseMove, place: Place): Promise<void>;
}
