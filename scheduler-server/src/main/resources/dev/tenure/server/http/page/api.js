// The HTTP interface of the node that served this page.

/** What the node refused, as RFC 9457 describes it. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? body.title ?? `the node answered ${status}`);
    this.status = status;
    this.code = body.code ?? 'unknown';
    this.problems = body.problems ?? [];
  }
}

let listener = () => {};
let denied = () => {};
let along = () => ({});

/** Calls back after each request with whether the node has answered it. */
export function onAnswer(what) {
  listener = what;
}

/** Calls back when the node does not know any more who asks. */
export function onDenied(what) {
  denied = what;
}

/** Says which headers go with each change. */
export function sendAlong(what) {
  along = what;
}

/** The node did not answer at all. */
export class Unreachable extends Error {
  constructor() {
    super('the node does not answer');
  }
}

/**
 * Asks the node, and answers the JSON of its answer; undefined where there is none. Throws a Problem
 * or Unreachable.
 */
export async function call(method, path, { body, headers = {} } = {}) {
  const init = { method, headers: { Accept: 'application/json', ...(method === 'GET' ? {} : along()), ...headers } };
  if (body !== undefined) {
    init.headers['Content-Type'] = 'application/json';
    init.body = typeof body === 'string' ? body : JSON.stringify(body);
  }
  let answer;
  let text;
  try {
    answer = await fetch(path, init);
    text = await answer.text();
  } catch {
    listener(false);
    throw new Unreachable();
  }
  listener(true);
  const json = parsed(text);
  if (!answer.ok) {
    if (answer.status === 401) {
      denied();
    }
    throw new Problem(answer.status, json ?? {});
  }
  return json;
}

function parsed(text) {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** A path with its query; parameters without a value are left out. */
export function path(base, query = {}) {
  const text = new URLSearchParams(
    Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  ).toString();
  return text ? `${base}?${text}` : base;
}

export const nodePath = (node) => `/v1/nodes/${encodeURIComponent(node)}`;
export const groupPath = (group) => `/v1/groups/${encodeURIComponent(group)}`;
export const verdictPath = (group) => `${groupPath(group)}/verdict`;
export const jobPath = (group, job) => `${groupPath(group)}/jobs/${encodeURIComponent(job)}`;
export const runPath = (id) => `/v1/runs/${id.split('/').map(encodeURIComponent).join('/')}`;
