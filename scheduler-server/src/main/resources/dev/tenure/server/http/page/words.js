// States in words, and why a slot did not run.

const states = {
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timed out',
  INTERRUPTED: 'interrupted',
  LOST: 'lost',
  STARTED: 'running',
  SKIPPED: 'skipped',
  DUE: 'due',
  PLANNED: 'planned',
  SCHEDULED: 'scheduled',
  PAUSED: 'paused',
  RUNNING: 'running',
  UNUSABLE: 'unusable',
  FINISHED: 'finished',
  NORMAL: 'scheduled',
  LEADER: 'leads',
  FOLLOWER: 'waits',
  ERROR: 'out of the queue',
};

export const stateWord = (state) => states[state] ?? String(state).toLowerCase().replaceAll('_', ' ');

/** Of runs, in the order of how much they ask for attention. */
export const endStates = ['FAILED', 'TIMED_OUT', 'LOST', 'INTERRUPTED', 'SUCCEEDED'];

const kinds = {
  SCHEDULED: 'on schedule',
  CAUGHT_UP: 'caught up: it fell due while nobody led',
  MANUAL: 'asked for by hand',
  RETRY: 'again, after a failure',
  RECOVERED: 'again, after its leader was lost',
};

/** Why there is this run. */
export const kindWord = (kind) => kinds[canonical(kind)] ?? String(kind).toLowerCase();

const reasons = {
  MISSED: 'nobody led at that time, and the job’s catch-up policy passes over such slots.',
  WINDOW: 'nobody led at that time, and when a leader came the slot was older than the catch-up window.',
  LIMIT: 'nobody led for so long that more slots were missed than the catch-up policy makes up for.',
  OVERLAP: 'an earlier run was still going on, and the job forbids two at a time.',
  PAUSED: 'the job, or its trigger, was paused.',
};

const answers = {
  SUCCEEDED: () => 'It ran and succeeded.',
  FAILED: () => 'It ran and failed. Its run says how.',
  TIMED_OUT: () => 'It ran longer than its timeout allows and was interrupted.',
  INTERRUPTED: () => 'It was told to stop before it had ended.',
  LOST: () => 'It began, and its leader went away before an end was recorded. How far it came, nobody knows.',
  STARTED: () => 'It is running at this moment.',
  SKIPPED: (reason) => `It did not run: ${reasons[canonical(reason)] ?? reason ?? 'no reason is recorded.'}`,
  DUE: () => 'It has fallen due and has not begun yet.',
  PLANNED: () => 'It lies ahead.',
};

/** What became of the slot, and why, in one sentence. */
export function slotAnswer({ state, reason }) {
  return answers[state]?.(reason) ?? stateWord(state);
}

/** The reason in a word or two, for tallies. */
export function reasonWord(reason) {
  return (
    { MISSED: 'nobody led', WINDOW: 'too old', LIMIT: 'too many', OVERLAP: 'still running', PAUSED: 'paused' }[
      canonical(reason)
    ] ?? reason
  );
}

function canonical(word) {
  return String(word ?? '').toUpperCase().replaceAll('-', '_');
}

/** 1 run, 2 runs, 1 234 runs. */
export function count(number, one, many = `${one}s`) {
  return `${figure(number)} ${number === 1 ? one : many}`;
}

export const figure = (number) => number.toLocaleString('en-GB').replaceAll(',', '\u202f');

/** The middle of the durations of the runs that succeeded lately; undefined where there are none. */
export function usual(last = []) {
  const known = last
    .filter((run) => run.state === 'SUCCEEDED' && run.durationMillis !== undefined)
    .map((run) => run.durationMillis)
    .sort((a, b) => a - b);
  return known.length ? known[Math.floor(known.length / 2)] : undefined;
}
