// What is looked at is in the address, so that it can be bookmarked, sent and gone back to:
// #/jobs/default/nightly?before=...
import { changed } from './frame.js';

/** The parts of the path, decoded, and the query. */
export function here() {
  const [path, query = ''] = location.hash.replace(/^#/, '').split(/\?(.*)/s);
  const parts = path.split('/').filter(Boolean).map(decoded);
  return { parts: parts.length ? parts : ['now'], query: new URLSearchParams(query) };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a view. Parameters without a value are left out. */
export function to(parts, query = {}) {
  const path = `#/${parts.map(encodeURIComponent).join('/')}`;
  const text = new URLSearchParams(
    Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  ).toString();
  return text ? `${path}?${text}` : path;
}

/** The address of this view with some parameters changed. */
export function amended(changes) {
  const { parts, query } = here();
  return to(parts, { ...Object.fromEntries(query), ...changes });
}

/** Changes parameters of this view: a filter, a selection. No step back leads to the one before. */
export function amend(changes) {
  history.replaceState(null, '', amended(changes));
  changed();
}

export function go(address) {
  location.hash = address;
}

/** Where a node has its page: an address without a scheme is plain HTTP. */
export const nodeUrl = (address) => (address.includes('://') ? address : `http://${address}`);

export const toJob = (group, job) => to(['jobs', group, job]);
export const toRun = (id) => to(['runs', ...id.split('/')]);
export const toLedger = (group, job, query) => to(['ledger', group, job], query);
