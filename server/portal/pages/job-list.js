import { api } from './api.js';
import { element, icon, svg } from './element.js';
import { announce, message, show } from './show.js';
import { count, duration } from './words.js';

/** New tasks appear without a reload. */
const REFRESH_MS = 10_000;

/**
 * Shows the open jobs as cards.
 * @param {{worker: {name: string}, onStart: (job: object) => void, onSignOut: () => void, onSignedOut: () => void}} options
 */
export async function showJobs({ worker, onStart, onSignOut, onSignedOut }) {
  const list = element('div', { class: 'cards' });
  const title = element('h1', { text: 'Your tasks' });
  const summary = element('p', { class: 'summary' });
  const notice = element('p', { class: 'notice', role: 'status', hidden: true });
  let shown = '';

  async function refresh() {
    if (document.hidden && shown !== '') return;
    try {
      const { jobs } = await api.jobs();
      notice.hidden = true;
      const text = JSON.stringify(jobs);
      if (text === shown) return;
      shown = text;
      const open = jobs.filter((job) => job.available > 0);
      const done = jobs.filter((job) => job.available === 0);
      const left = open.reduce((sum, job) => sum + job.available, 0);
      summary.textContent = left === 0 ? '' : `${count(left, 'task')} to do. Choose one and start.`;
      list.replaceChildren(
        ...(open.length === 0 ? [emptyCard(done)] : []),
        ...open.map((job) => jobCard(job, onStart)),
        ...done.filter((job) => job.submitted > 0).map((job) => jobCard(job)),
      );
      announce(summary.textContent);
    } catch (error) {
      if (error.status === 401) return onSignedOut();
      notice.textContent = 'No connection to the server. This page tries again by itself.';
      notice.hidden = false;
    }
  }

  list.append(element('div', { class: 'placeholder placeholder-card' }));
  const timer = setInterval(refresh, REFRESH_MS);
  document.addEventListener('visibilitychange', refresh);
  show(
    'Your tasks',
    [topBar(worker, onSignOut), element('main', { class: 'column' }, title, summary, notice, list)],
    () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', refresh);
    },
  );
  await refresh();
}

function topBar(worker, onSignOut) {
  return element(
    'header',
    { class: 'top' },
    element('img', { src: '/portal/icon.svg', alt: '', width: 24, height: 24 }),
    element('span', { class: 'grow' }),
    element('span', { class: 'who', text: worker.name }),
    element('button', { class: 'button button-quiet', type: 'button', text: 'Sign out', onclick: onSignOut }),
  );
}

/** One job; without `onStart` it is one in which nothing is left for this worker. */
function jobCard(job, onStart) {
  const facts = onStart
    ? [
        `${count(job.available, 'task')} left`,
        `Up to ${duration(job.taskTimeLimitInSeconds)} each`,
        job.submitted > 0 ? `${job.submitted} done by you` : '',
      ]
    : [`All done, ${job.submitted} by you`];
  const keywords = (job.keywords ?? []).slice(0, 5).join(', ');
  return element(
    'article',
    { class: onStart ? 'card' : 'card card-done' },
    onStart ? picture(job) : element('div', { class: 'ring ring-done' }, icon('check')),
    element(
      'div',
      { class: 'card-text' },
      element('h2', { text: job.title }),
      element('p', { class: 'description', text: job.description }),
      element('p', { class: 'facts', text: [...facts, onStart ? keywords : ''].filter(Boolean).join(' · ') }),
    ),
    onStart
      ? element('button', {
          class: 'button button-accent',
          type: 'button',
          text: job.submitted > 0 ? 'Continue' : 'Start',
          'aria-label': `${job.submitted > 0 ? 'Continue' : 'Start'}: ${job.title}`,
          onclick: () => onStart(job),
        })
      : undefined,
  );
}

/** What the tasks look like; where there is no picture, the ring. */
function picture(job) {
  const image = element('img', {
    class: 'card-picture',
    src: `/portal/api/jobs/${encodeURIComponent(job.name)}/picture`,
    alt: '',
    width: 112,
    height: 84,
  });
  image.addEventListener('error', () => image.replaceWith(ring(job)), { once: true });
  return image;
}

/** How many are left, in a ring that fills with what this worker has done. */
function ring(job) {
  const radius = 25;
  const length = 2 * Math.PI * radius;
  const share = job.submitted / (job.submitted + job.available);
  const circle = (name, dash) =>
    svg('circle', { class: name, cx: 28, cy: 28, r: radius, 'stroke-dasharray': dash });
  const arcs = [circle('ring-track', 'none')];
  if (share > 0) arcs.push(circle('ring-share', `${share * length} ${length}`));
  const left = job.available > 9999 ? '9999+' : String(job.available);
  return element(
    'div',
    { class: 'ring', role: 'img', 'aria-label': `${count(job.available, 'task')} left` },
    svg('svg', { viewBox: '0 0 56 56', 'aria-hidden': 'true' }, ...arcs),
    element('span', { class: 'ring-number', text: left }),
    element('span', { class: 'ring-word', text: 'left' }),
  );
}

function emptyCard(done) {
  const worked = done.some((job) => job.submitted > 0);
  return element(
    'div',
    { class: 'empty' },
    icon(worked ? 'check' : 'inbox'),
    element('h2', { text: worked ? 'All done for now' : 'No tasks right now' }),
    element('p', { text: 'New ones appear here by themselves.' }),
  );
}

/** The page when the server could not be reached at all. */
export function showUnreachable(onRetry) {
  const retry = element('button', {
    class: 'button button-accent',
    type: 'button',
    text: 'Try again',
    onclick: onRetry,
  });
  const page = message({
    icon: 'cloud',
    title: 'The server does not answer',
    text: 'Check that it is running. This page tries again by itself.',
    tone: 'warning',
    actions: [retry],
  });
  const timer = setTimeout(onRetry, 4000);
  show('No connection', [page], () => clearTimeout(timer));
}
