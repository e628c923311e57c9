import { api } from './api.js';
import { element, icon } from './element.js';
import { giveBackDialog } from './give-back-dialog.js';
import { keptAnswer } from './kept-answer.js';
import { keptDraft } from './kept-draft.js';
import { sendUntilAnswered } from './send-until-answered.js';
import { announce, message, show } from './show.js';
import { taskFrame } from './task-frame.js';
import { timeLeft } from './time-left.js';
import { count } from './words.js';

/**
 * Works through a job's tasks, one after another, until none is left or the worker stops.
 * @param {string} job
 * @param {{onBack: () => void, onSignedOut: () => void}} options
 */
export function showTasks(job, { onBack, onSignedOut }) {
  const title = element('h1', { class: 'task-title', text: '' });
  const clock = element('div', { class: 'clock' });
  const barPlace = element('div', {});
  const banner = element('div', { class: 'banner', role: 'status', hidden: true });
  const stage = element('div', { class: 'stage' }, skeleton());
  const decline = toolButton('skip', 'Decline', 'Leave this task to others and get the next one');
  const pause = toolButton('pause', 'Pause', 'Stop here; the task goes back until you or others take it');
  const header = element('header', { class: 'task-header' }, title, clock, decline, pause);
  const page = element('div', { class: 'task-page' }, header, barPlace, banner, stage);

  /** What runs for the task that is shown. */
  let current = { task: undefined, time: undefined, frame: undefined, sending: undefined };
  let left = false;
  let done = 0;

  function stopCurrent() {
    current.time?.stop();
    current.frame?.remove();
    current.sending?.stop();
    current = { task: undefined, time: undefined, frame: undefined, sending: undefined };
    banner.hidden = true;
  }

  function enable(on) {
    decline.disabled = !on;
    pause.disabled = !on;
  }

  /** Ends with one message in place of everything. */
  function finish(options) {
    stopCurrent();
    left = true;
    show(options.title, [message(options)]);
  }

  function open(task) {
    if (left) return;
    if (!task) return finish(nothingLeft());
    const old = current.frame;
    current.time?.stop();
    current.sending?.stop();
    banner.hidden = true;
    const time = timeLeft(task, () => over(task));
    const frame = taskFrame(task, {
      // The page before stays until the next one can be worked on, so nothing flashes.
      onReady: () => {
        old?.remove();
        stage.querySelector('.skeleton')?.remove();
      },
      onSlow: () => warn('The page of this task takes long to appear.', 'Reload it', () => open(task)),
      onAnswer: send,
    });
    current = { task, time, frame, sending: undefined };
    title.textContent = task.title;
    document.title = task.title;
    clock.replaceChildren(time.label);
    barPlace.replaceChildren(time.bar);
    old?.frame.classList.add('leaving');
    stage.append(frame.frame);
    enable(true);
    // An answer that a lost connection or a reload left behind goes first.
    const kept = keptAnswer.read(task.id);
    if (kept !== undefined) send(kept);
  }

  function send(taskAnswers) {
    const { task, sending } = current;
    if (!task || sending) return;
    enable(false);
    // Given in time: how long the sending takes is not the worker's affair.
    current.time?.stop();
    keptAnswer.write(task.id, taskAnswers);
    current.frame?.frame.classList.add('leaving');
    current.sending = sendUntilAnswered(() => api.submit(task.id, taskAnswers), {
      onAnswer({ next }) {
        keptAnswer.forget(task.id);
        keptDraft.forget(task.id);
        done += 1;
        announce('Answer received.');
        open(next);
      },
      onWaiting: (retry) =>
        warn(
          'No connection. Your answer is kept here and goes out as soon as the server is back.',
          'Try now',
          retry,
        ),
      onRefusal: (error) => refused(task, error),
    });
  }

  function refused(task, error) {
    // Signed out: the answer stays kept and goes out after signing in.
    if (error.status === 401) return leaveFor(onSignedOut);
    keptAnswer.forget(task.id);
    if (error.status === 410) return over(task);
    if (error.status === 409) {
      keptDraft.forget(task.id);
      return take();
    }
    current.sending = undefined;
    enable(true);
    current.frame?.frame.classList.remove('leaving');
    warn(`The answer was not taken: ${error.message}`, 'Reload the task', () => open(task));
  }

  function over(task) {
    keptDraft.forget(task.id);
    finish(timeOver());
  }

  function warn(text, action, onAction) {
    banner.replaceChildren(
      icon('warning'),
      element('span', { class: 'grow', text }),
      element('button', { class: 'button', type: 'button', text: action, onclick: onAction }),
    );
    banner.hidden = false;
  }

  /** Takes the next task, or the one that this worker has already. */
  function take() {
    enable(false);
    current.sending?.stop();
    current.sending = sendUntilAnswered(() => api.takeTask(job), {
      onAnswer: (answer) => open(answer?.task),
      onWaiting: (retry) => warn('No connection to the server. Trying again.', 'Try now', retry),
      onRefusal(error) {
        if (error.status === 401) return leaveFor(onSignedOut);
        finish({
          icon: 'warning',
          tone: 'warning',
          title: 'This job cannot go on',
          text: error.message,
          actions: [back()],
        });
      },
    });
  }

  function giveBack(kind, then) {
    const { task } = current;
    if (!task || current.sending) return;
    giveBackDialog(kind, () => {
      enable(false);
      keptDraft.forget(task.id);
      current.sending = sendUntilAnswered(() => api[kind](task.id), {
        onAnswer: then,
        onWaiting: (retry) => warn('No connection to the server. Trying again.', 'Try now', retry),
        // What is not ours any more needs no giving back.
        onRefusal: (error) => (error.status === 401 ? leaveFor(onSignedOut) : then()),
      });
    });
  }

  function leaveFor(where) {
    left = true;
    stopCurrent();
    where();
  }

  const back = (text = 'Back to your tasks') =>
    element('button', {
      class: 'button button-accent',
      type: 'button',
      text,
      autofocus: true,
      onclick: onBack,
    });

  const nothingLeft = () => ({
    icon: 'check',
    title: done > 0 ? 'That was the last one' : 'Nothing left here',
    text:
      done > 0
        ? `You did ${count(done, 'task')}. Thank you.`
        : 'All tasks of this job are done, or others are working on them now.',
    actions: [back()],
  });

  const timeOver = () => ({
    icon: 'clock',
    tone: 'warning',
    title: 'The time for this task is over',
    text: 'It goes to somebody else now. Your other answers are safe.',
    actions: [
      element('button', {
        class: 'button button-accent',
        type: 'button',
        text: 'Next task',
        autofocus: true,
        onclick: () => showTasks(job, { onBack, onSignedOut }),
      }),
      element('button', { class: 'button', type: 'button', text: 'Back to your tasks', onclick: onBack }),
    ],
  });

  decline.addEventListener('click', () => giveBack('decline', take));
  pause.addEventListener('click', () => giveBack('release', () => leaveFor(onBack)));
  show('Task', [page], () => {
    left = true;
    stopCurrent();
  });
  take();
}

function toolButton(name, text, title) {
  return element(
    'button',
    { class: 'button button-quiet tool', type: 'button', title, 'aria-label': text, disabled: true },
    icon(name),
    element('span', { class: 'tool-text', text }),
  );
}

function skeleton() {
  return element(
    'div',
    { class: 'skeleton', 'aria-hidden': 'true' },
    element('div', { class: 'placeholder skeleton-image' }),
    element('div', { class: 'placeholder skeleton-panel' }),
  );
}
