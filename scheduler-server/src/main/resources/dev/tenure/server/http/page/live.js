// The one stream of events, and whether the node is there. The stream is closed while nobody looks.
import { groupPath, jobPath, onAnswer, runPath } from './api.js';
import { changed } from './frame.js';
import { forget, saw } from './recent.js';
import { admitted, look, onSession } from './session.js';
import { clear, stale } from './store.js';

const RETRY_MS = 2000;
const LOOK_MS = 5000;

/**
 * CONNECTING; LIVE; POLLED: the node answers but gives no stream, so it is asked every few seconds;
 * LOST. And when the node was last heard of.
 */
export const live = { state: 'CONNECTING', heard: Date.now() };

let source;
let again;

export function start() {
  onAnswer(answered);
  onSession(() => {
    close();
    clear();
    forget();
    live.state = 'CONNECTING';
    if (!document.hidden) {
      open();
    }
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      close();
    } else {
      open();
    }
  });
  // A connection that was cut without a word says nothing, so the node is asked as well.
  setInterval(() => {
    if (!admitted()) {
      return;
    }
    if (live.state === 'POLLED') {
      stale();
    } else if (!document.hidden) {
      stale((path) => path === '/v1/status' || path === '/v1/now' || path === '/v1/nodes' || path === '/v1/alerts' || path.endsWith('/verdict'));
    }
  }, LOOK_MS);
  if (!document.hidden) {
    open();
  }
}

function answered(yes) {
  if (yes) {
    live.heard = Date.now();
    if (live.state === 'LOST') {
      live.state = 'POLLED';
      stale();
    }
  } else if (live.state !== 'LOST') {
    lost();
  }
}

function open() {
  if (source || !admitted()) {
    return;
  }
  clearTimeout(again);
  source = new EventSource('/v1/events');
  source.addEventListener('open', connected);
  source.addEventListener('error', lost);
  on('leader', leaderChanged);
  on('run', runChanged);
  on('job', jobChanged);
  on('reset', () => {
    forget();
    stale();
  });
}

function on(kind, what) {
  source.addEventListener(kind, (event) => {
    live.heard = Date.now();
    what(JSON.parse(event.data));
  });
}

function close() {
  clearTimeout(again);
  source?.close();
  source = undefined;
}

/** What happened while there was no stream is not known: everything is read again. */
function connected() {
  live.state = 'LIVE';
  live.heard = Date.now();
  forget();
  stale();
}

function lost() {
  live.state = 'LOST';
  close();
  if (!admitted()) {
    return;
  }
  // A stream does not tell why it was refused.
  look();
  again = setTimeout(() => {
    if (!document.hidden) {
      open();
    }
  }, RETRY_MS);
  changed();
}

function leaderChanged() {
  stale((path) => !path.startsWith('/v1/runs') && !path.startsWith('/v1/jobs'));
}

function runChanged(run) {
  saw(run);
  const job = jobPath(run.group, run.job);
  stale(
    (path) =>
      path === '/v1/now' ||
      path === '/v1/nodes' ||
      path.startsWith('/v1/jobs') ||
      path === groupPath(run.group) ||
      path === job ||
      path.startsWith(`${job}/`) ||
      path === runPath(run.run) ||
      (path.startsWith('/v1/runs?') && concerns(path, run))
  );
}

function jobChanged({ group, job }) {
  const changedJob = jobPath(group, job);
  stale(
    (path) =>
      path === '/v1/now' ||
      path.startsWith('/v1/jobs') ||
      path === changedJob ||
      path.startsWith(`${changedJob}/`)
  );
}

function concerns(path, run) {
  const query = new URLSearchParams(path.split('?')[1]);
  const job = query.get('job');
  return !query.has('before') && (!job || job === run.job);
}
