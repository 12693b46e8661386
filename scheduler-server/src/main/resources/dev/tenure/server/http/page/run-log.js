// What a run printed and logged: read piece by piece, and live while the run goes on.
import { path, call, runPath } from './api.js';
import { changed } from './frame.js';
import { html, nothing } from './lit.js';
import { card, empty, icon, loading } from './parts.js';
import { when } from './time.js';

const LOOK_MS = 700;
const RETRY_MS = 3000;
// Longer than any of these: then the view was left, or nobody looks at the tab.
const FORGET_MS = 5000;
const FIRST_LINES = 500;
const MOST_LINES = 5000;

// Of the run that is shown.
let log = fresh('');

function fresh(run) {
  return { run, lines: [], next: 0, standing: undefined, node: undefined, over: false, error: undefined, all: false, waits: false, used: 0, atEnd: true };
}

export function logCard(run) {
  if (log.run !== run.run) {
    log = fresh(run.run);
  }
  log.used = Date.now();
  if (!log.over && !log.waits) {
    ask(log);
  }
  const live = log.over || log.error || !log.standing ? nothing : html`<span class="badge">${icon('STARTED')} live</span>`;
  return card('Log', body(run), { aside: live });
}

async function ask(asked) {
  asked.waits = true;
  let wait = LOOK_MS;
  try {
    const query = asked.next || asked.all ? { after: asked.next } : { tail: FIRST_LINES };
    wait = take(asked, await call('GET', path(`${runPath(asked.run)}/log`, query)));
  } catch (error) {
    asked.error = error;
    wait = RETRY_MS;
  }
  if (asked !== log) {
    return;
  }
  changed();
  if (asked.over && !asked.error) {
    asked.waits = false;
  } else {
    setTimeout(() => again(asked), wait);
  }
}

function again(asked) {
  asked.waits = false;
  if (asked === log && Date.now() - asked.used < FORGET_MS) {
    ask(asked);
  }
}

function take(asked, answer) {
  asked.error = undefined;
  asked.standing = answer.log;
  asked.node = answer.node;
  asked.next = answer.next;
  asked.over = answer.over && !answer.more;
  asked.lines.push(...answer.lines);
  if (asked.lines.length > MOST_LINES) {
    asked.lines.splice(0, asked.lines.length - MOST_LINES);
  }
  if (answer.lines.length && asked.atEnd) {
    // After the next frame has drawn them.
    requestAnimationFrame(() => requestAnimationFrame(toEnd));
  }
  return answer.more ? 0 : LOOK_MS;
}

function toEnd() {
  const box = document.querySelector('.log');
  if (box) {
    box.scrollTop = box.scrollHeight;
  }
}

function scrolled({ target }) {
  log.atEnd = target.scrollHeight - target.scrollTop - target.clientHeight < 24;
}

/** From the first line on, with all that is kept. */
function readAll() {
  log = { ...fresh(log.run), all: true, atEnd: false };
  changed();
}

function body(run) {
  if (log.lines.length) {
    return html`${log.error ? trouble(log.error) : nothing} ${earlier()}
      <div class="log" role="log" tabindex="0" aria-label="What the run printed and logged" @scroll=${scrolled}>${log.lines.map(line)}</div>`;
  }
  if (log.error) {
    return trouble(log.error);
  }
  return log.standing ? nothingThere(run) : loading('the log');
}

function nothingThere(run) {
  switch (log.standing) {
    case 'GONE':
      return empty('Its log is not kept any more.', `Node ${log.node} keeps logs for some time and up to some size: the settings runs.logs.`);
    case 'OFF':
      return empty(`Node ${log.node}, which ran it, keeps no logs of runs.`, 'The setting runs.logs.enabled has it keep them.');
    default:
      return run.finished
        ? empty('It printed nothing.', 'What a job logs through slf4j and what a shell command prints would be here.')
        : empty('Nothing so far.', 'What the job prints and logs appears here as it comes.');
  }
}

function trouble(error) {
  const out = error.code === 'log-out-of-reach';
  return html`<div class="broken">${icon(out ? 'LOST' : 'FAILED')}
    <div><p><strong>${out ? 'The log is out of reach.' : 'Could not read the log.'}</strong></p><p>${error.message}.</p>
      <p class="quiet">It is asked for again by itself.</p></div></div>`;
}

function earlier() {
  const first = log.lines[0].line;
  return first === 1 || log.all
    ? nothing
    : html`<p class="earlier"><button class="small" @click=${readAll}>Show from the beginning</button></p>`;
}

const tones = { ERROR: 's-failed', WARN: 's-due' };

function line(one) {
  return html`${one.leftOut
      ? html`<p class="leftout">${one.leftOut === 1 ? '1 line was left out' : `${one.leftOut} lines were left out`}</p>`
      : nothing}<div class=${tones[one.level] ?? nothing}>${one.at ? html`<span class="quiet">${when(one.at)}</span> ` : nothing}${one.level
      ? html`<strong>${one.level}</strong> <span class="quiet" title=${one.logger ?? ''}>${brief(one.logger)}</span> `
      : nothing}${one.text}</div>`;
}

/** The class of a logger without its package. */
const brief = (logger) => logger?.split('.').at(-1) ?? '';
