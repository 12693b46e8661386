// The runs of the last hour: what the node remembered when the page was opened, and what was seen
// since. For curves and the time line; the ledger has the truth.
import { call, path } from './api.js';
import { changed } from './frame.js';

const KEEP_MS = 3_600_000;
const PAGE = 500;
const PAGES = 6;
const MOST = 6000;
const RETRY_MS = 3000;

const runs = new Map();
let reading = false;
let read = false;
let next = 0;
let reaches = Date.now();

/** A run began or ended. */
export function saw(run) {
  const known = runs.get(run.run);
  // A claim that arrives behind its end is old news.
  if (!known || known.state === 'STARTED') {
    runs.set(run.run, run);
    if (runs.size > MOST) {
      runs.delete(runs.keys().next().value);
    }
    changed();
  }
}

/** What is held may have holes: it is read again when it is asked for. */
export function forget() {
  read = false;
}

/** The runs that were in progress at or after the instant, in no order. */
export function since(millis) {
  if (!read && !reading && Date.now() >= next) {
    load(Date.now() - KEEP_MS);
  }
  const old = Date.now() - KEEP_MS;
  const found = [];
  for (const run of runs.values()) {
    const end = run.finished ? Date.parse(run.finished) : Infinity;
    if (end < old) {
      runs.delete(run.run);
    } else if (end >= millis) {
      found.push(run);
    }
  }
  return found;
}

/** From when on nothing is missing, as far as the node remembers. */
export function reachesBackTo() {
  return reaches;
}

async function load(from) {
  reading = true;
  next = Date.now() + RETRY_MS;
  try {
    let before;
    for (let page = 0; page < PAGES; page++) {
      const answer = await call('GET', path('/v1/runs', { limit: PAGE, before }));
      answer.runs.forEach(saw);
      const last = answer.runs.at(-1);
      reaches = last?.finished ? Date.parse(last.finished) : reaches;
      before = answer.before;
      if (!before || reaches < from) {
        break;
      }
    }
    read = true;
  } catch {
    // Read again with the next drawing; that the node is away is said elsewhere.
  }
  reading = false;
  changed();
}
