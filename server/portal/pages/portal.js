// The worker portal: sign in, choose a job, work through its tasks. `/portal` lists the jobs and
// `/portal/jobs/<name>` is one, so that a reload and the browser's back button do what people expect.
import { api } from './api.js';
import { showJobs, showUnreachable } from './job-list.js';
import { showSignIn } from './sign-in.js';
import { showTasks } from './task-view.js';

/** @type {{id: string, name: string} | undefined} */
let worker;

function route() {
  if (!worker) return showSignIn(signedIn);
  const job = /^\/portal\/jobs\/([^/]+)\/?$/.exec(location.pathname)?.[1];
  if (job !== undefined)
    return showTasks(decodeURIComponent(job), { onBack: () => go('/portal'), onSignedOut: signedOut });
  return showJobs({
    worker,
    onStart: ({ name }) => go(`/portal/jobs/${encodeURIComponent(name)}`),
    onSignOut: signOut,
    onSignedOut: signedOut,
  });
}

function go(path) {
  history.pushState(undefined, '', path);
  route();
}

function signedIn(who) {
  worker = who;
  route();
}

function signedOut() {
  worker = undefined;
  route();
}

async function signOut() {
  await api.signOut().catch(() => {});
  history.replaceState(undefined, '', '/portal');
  signedOut();
}

async function start() {
  try {
    ({ worker } = await api.whoAmI());
  } catch (error) {
    if (error.status !== 401) return showUnreachable(start);
  }
  route();
}

addEventListener('popstate', route);
start();
