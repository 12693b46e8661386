// Who looks at the page, and what that one may do. Where the node asks for no token, everybody may do
// everything.
import { call, onDenied, sendAlong } from './api.js';
import { changed } from './frame.js';

const RETRY_MS = 2000;
const ROLES = ['viewer', 'operator', 'admin'];

/**
 * UNKNOWN until the node has said it; OPEN: nobody needs a token; IN; OUT; ENDED: it was IN, and the
 * node knows nothing of it any more.
 */
export const session = { state: 'UNKNOWN', name: undefined, role: undefined };

let csrf;
let looking = false;
let listener = () => {};

sendAlong(() => (csrf ? { 'Tenure-Csrf': csrf } : {}));
onDenied(() => {
  if (session.state === 'IN') {
    out('ENDED');
  }
});

/** Calls back when somebody has come in, or has gone. */
export function onSession(what) {
  listener = what;
}

/** Whether the node tells its reader anything at all. */
export const admitted = () => session.state === 'OPEN' || session.state === 'IN';

/** Whether the reader may do what needs this role. */
export const may = (role) =>
  session.state === 'OPEN' || (session.state === 'IN' && ROLES.indexOf(session.role) >= ROLES.indexOf(role));

/** Asks the node who it takes this browser for, until it answers. */
export async function look() {
  if (looking) {
    return;
  }
  looking = true;
  try {
    take(await call('GET', '/v1/session'));
    looking = false;
  } catch {
    setTimeout(() => {
      looking = false;
      look();
    }, RETRY_MS);
  }
}

function take(answer) {
  if (!answer.needed) {
    enter('OPEN', answer);
  } else if (answer.name) {
    enter('IN', answer);
  } else {
    out(session.state === 'IN' || session.state === 'ENDED' ? 'ENDED' : 'OUT');
  }
}

function enter(state, { name, role, csrf: word }) {
  const other = session.state !== state || session.name !== name || session.role !== role;
  Object.assign(session, { state, name, role });
  csrf = word;
  if (other) {
    listener();
    changed();
  }
}

function out(state) {
  if (session.state === state) {
    return;
  }
  Object.assign(session, { state, name: undefined, role: undefined });
  csrf = undefined;
  listener();
  changed();
}

/** Throws what the node refuses. */
export async function logIn(token) {
  take(await call('POST', '/v1/session', { body: { token } }));
}

/** The page is loaded anew, so that nothing of what was shown or written is left in it. */
export async function logOut() {
  try {
    await call('DELETE', '/v1/session');
    location.reload();
  } catch (error) {
    if (error.status !== 401) {
      throw error;
    }
  }
}
