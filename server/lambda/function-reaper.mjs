// Ends functions whose server is gone. One that waits for something notices by itself; one in an endless loop never
// would. The server writes a line for each process: its id when it starts, the id below zero when it has ended.
import { createInterface } from 'node:readline';

const running = new Set();
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const id = Number(line);
  if (id > 0) running.add(id);
  else running.delete(-id);
});
// The pipe closes when the server ends, however it ends.
lines.on('close', () => {
  for (const id of running) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
});
// Ctrl-C in a terminal reaches this process too, and its work begins after it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
