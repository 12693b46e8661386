// What was read from the node, by its path. A view asks for what it shows each time it is drawn; what
// is stale is read again, each path at most once in a while, and what nobody asks for is forgotten.
import { Unreachable, call } from './api.js';
import { changed } from './frame.js';

const GAP_MS = 1000;
const RETRY_MS = 2000;
const FORGET_MS = 60_000;

const entries = new Map();
const shown = new Map();

/** What is known of the path: its data, the error of the last reading, and when it was read. */
export function read(path) {
  let entry = entries.get(path);
  if (!entry) {
    entry = { path, data: undefined, error: undefined, at: 0, stale: true, busy: false, next: 0 };
    entries.set(path, entry);
  }
  entry.used = Date.now();
  if (entry.stale && !entry.busy) {
    fetchSoon(entry);
  }
  return entry;
}

/**
 * The same for a place of the page whose path changes, with a filter for example: until the new path
 * has been read, the place keeps what it showed, marked as old.
 */
export function readAs(place, path) {
  const entry = read(path);
  if (entry.data !== undefined || entry.error) {
    shown.set(place, entry);
    return entry;
  }
  const before = shown.get(place);
  return before?.data === undefined ? entry : { ...before, old: true };
}

function fetchSoon(entry) {
  entry.busy = true;
  const wait = entry.next - Date.now();
  if (wait > 0) {
    setTimeout(() => refresh(entry), wait);
  } else {
    refresh(entry);
  }
}

async function refresh(entry) {
  entry.stale = false;
  entry.next = Date.now() + GAP_MS;
  try {
    entry.data = await call('GET', entry.path);
    entry.error = undefined;
    entry.at = Date.now();
  } catch (error) {
    entry.error = error;
    if (error.status === 404) {
      entry.data = undefined;
    }
    if (error instanceof Unreachable || error.status === 503) {
      entry.stale = true;
      entry.next = Date.now() + RETRY_MS;
    }
  }
  entry.busy = false;
  changed();
}

/** Reads again, when it is asked for, whatever the test says of the path. */
export function stale(test = () => true) {
  const old = Date.now() - FORGET_MS;
  for (const entry of entries.values()) {
    if (entry.used < old && !entry.busy) {
      entries.delete(entry.path);
    } else if (test(entry.path)) {
      entry.stale = true;
    }
  }
  changed();
}

/** Forgets everything: whoever comes next must not see it. */
export function clear() {
  entries.clear();
  shown.clear();
}

/** The first error of these that keeps a view from being shown. */
export function failure(...read) {
  return read.find((entry) => entry.error && entry.data === undefined);
}
