/** Repeated work that never runs twice at once. */
export interface WorkLoop {
  /** Runs the step soon; once more after the present run when one is under way. */
  wake(): void;
  /** Ends when the present run has ended; later wakes do nothing. */
  stop(): Promise<void>;
}

/**
 * Makes a loop of a step.
 * @param onError is told what the step threw; the loop goes on with the next wake
 */
export function createWorkLoop(step: () => Promise<void>, onError: (error: unknown) => void): WorkLoop {
  let wanted = false;
  let stopped = false;
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (wanted && !stopped) {
      wanted = false;
      try {
        await step();
      } catch (error) {
        onError(error);
      }
    }
    running = undefined;
  }

  return {
    wake() {
      wanted = true;
      if (!stopped) running ??= run();
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}
