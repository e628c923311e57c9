import { element, icon } from './element.js';
import { announce } from './show.js';
import { clock, duration } from './words.js';

/**
 * The time that is left for a task: a quiet bar under the header, and a clock in it. Both turn amber in the
 * last fifth.
 * @param {{acceptedAt: string, expiresAt: string, now: string}} task times by the server's clock
 * @param {() => void} onOver
 */
export function timeLeft(task, onOver) {
  // The two clocks may differ; what counts is the server's.
  const offset = Date.parse(task.now) - Date.now();
  const start = Date.parse(task.acceptedAt);
  const end = Date.parse(task.expiresAt);
  const text = element('span', {});
  const label = element('span', { class: 'time', role: 'timer', 'aria-live': 'off' }, icon('clock'), text);
  const fill = element('div', { class: 'time-fill' });
  const bar = element('div', { class: 'time-bar', 'aria-hidden': 'true' }, fill);
  let warned = false;

  function update() {
    const left = end - (Date.now() + offset);
    const share = Math.min(1, Math.max(0, left / Math.max(1, end - start)));
    text.textContent = `${clock(left / 1000)} left`;
    fill.style.transform = `scaleX(${share})`;
    const near = share <= 0.2;
    label.classList.toggle('near', near);
    bar.classList.toggle('near', near);
    if (near && !warned && left > 0) announce(`${duration(left / 1000)} left for this task.`);
    warned = near;
    if (left <= 0) {
      stop();
      onOver();
    }
  }

  const timer = setInterval(update, 500);
  const stop = () => clearInterval(timer);
  // The first look comes after this returns, so that `onOver` finds everything in place.
  queueMicrotask(update);
  return { label, bar, stop };
}
