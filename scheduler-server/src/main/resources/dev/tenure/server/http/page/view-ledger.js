// Every slot of a job, what became of it, and why it did not run.
import { jobPath, path } from './api.js';
import { html, nothing, svg } from './lit.js';
import { badge, broken, card, empty, heading, icon, loading, runLink, table, tone } from './parts.js';
import { amend, go, toJob, toLedger } from './router.js';
import { read, readAs } from './store.js';
import { when } from './time.js';
import { verdictCard } from './verdict.js';
import { count, figure, reasonWord, slotAnswer, stateWord } from './words.js';

const SPANS = [['15', '15 minutes'], ['60', 'hour'], ['360', '6 hours'], ['1440', 'day'], ['10080', 'week'], ['43200', '30 days']];
const SHOWS = { all: 'every slot', not: 'only what did not run', bad: 'only what did not go well' };
const LIMIT = 1000;
const PAGES = 5;
// A slot is due for a moment before it begins; only what stays so is worth a word.
const MOMENT_MS = 10_000;
const ROWS = 300;

export const title = ({ parts }) => (parts[2] ? `Ledger of ${parts[2]}` : 'Ledger');

export function view({ parts, query }) {
  const [, group, job] = parts;
  if (!job) {
    return html`${heading('Ledger')} <section class="card">${chooser()}
      ${empty('Choose a job.', 'The ledger has an entry for each of its slots: how its run ended, or why there was none.')}</section>`;
  }
  const minutes = query.get('minutes') ?? '15';
  const show = query.get('show') ?? 'all';
  const entry = slotsOf(group, job, Number(minutes));
  return html`${heading('Ledger', html`<a class="button" href=${toJob(group, job)}>Job</a>`)}
    <section class="card" aria-label="What to show">${chooser(group, job)} ${filters(minutes, show)}</section>
    ${entry.data ? ledger(entry.data, show) : entry.error ? broken('the ledger', entry.error) : loading('the ledger')}
    ${verdictCard(group, Number(minutes))}`;
}

/** All slots of the last minutes, in as many answers of the node as it takes, up to a limit. */
function slotsOf(group, job, minutes) {
  // To the full minute, so that the question stays the same for a while.
  const minute = Math.floor(Date.now() / 60_000);
  const to = new Date((minute + 1) * 60_000).toISOString();
  let from = new Date((minute - minutes) * 60_000).toISOString();
  let slots = [];
  for (let page = 0; page < PAGES; page++) {
    const entry = readAs(`ledger ${page}`, path(`${jobPath(group, job)}/slots`, { from, to, limit: LIMIT }));
    if (!entry.data) {
      return entry;
    }
    slots = [...slots, ...entry.data.slots];
    if (entry.data.slots.length < LIMIT) {
      return { data: { slots, whole: true } };
    }
    const last = slots.at(-1);
    from = new Date(Date.parse(last.upTo ?? last.slot) + 1).toISOString();
  }
  return { data: { slots, whole: false } };
}

function chooser(group, job) {
  const jobs = read(path('/v1/jobs', { limit: 1000 })).data?.jobs ?? [];
  const me = job ? `${group}/${job}` : '';
  const known = jobs.some((one) => `${one.group}/${one.job}` === me);
  const choose = (event) => {
    const [first, ...rest] = event.target.value.split('/');
    go(toLedger(first, rest.join('/')));
  };
  return html`<label>Job <select .value=${me} @change=${choose}>
    ${known ? nothing : html`<option value=${me} selected>${me || 'choose one'}</option>`}
    ${jobs.map((one) => {
      const value = `${one.group}/${one.job}`;
      return html`<option value=${value} ?selected=${value === me}>${value}</option>`;
    })}
  </select></label>`;
}

function filters(minutes, show) {
  return html`<div class="filters">
    <label>The last <select .value=${minutes} @change=${(event) => amend({ minutes: event.target.value })}>
      ${SPANS.map(([value, text]) => html`<option value=${value} ?selected=${value === minutes}>${text}</option>`)}
    </select></label>
    <label>Show <select .value=${show} @change=${(event) => amend({ show: event.target.value })}>
      ${Object.entries(SHOWS).map(([value, text]) => html`<option value=${value} ?selected=${value === show}>${text}</option>`)}
    </select></label>
  </div>`;
}

const weight = (slot) => slot.count ?? 1;

function ledger({ slots, whole }, show) {
  const past = slots.filter((slot) => slot.state !== 'PLANNED');
  if (!past.length) {
    return html`<section class="card">${empty('No slot fell into this time.', 'Choose a longer time, or another job.')}</section>`;
  }
  const kept = past.filter((slot) => wanted(slot, show)).reverse();
  return html`${card('Is everything accounted for?', verdict(past, whole))}
    ${card('Slots', kept.length ? rows(kept) : empty('There is none of these.', `All of ${count(total(past), 'slot')} are of another kind.`), {
      aside: count(total(kept), 'slot'),
    })}`;
}

function wanted({ state }, show) {
  const fine = state === 'SUCCEEDED' || state === 'STARTED';
  return show === 'not' ? state === 'SKIPPED' || state === 'DUE' : show === 'bad' ? !fine : true;
}

const total = (slots) => slots.reduce((sum, slot) => sum + weight(slot), 0);

/** What there is of each state, and whether something is missing. */
function verdict(past, whole) {
  const old = Date.now() - MOMENT_MS;
  const due = total(past.filter((slot) => slot.state === 'DUE' && Date.parse(slot.slot) < old));
  const by = new Map();
  for (const slot of past) {
    const word = slot.state === 'SKIPPED' ? `skipped: ${reasonWord(slot.reason)}` : stateWord(slot.state);
    const known = by.get(word) ?? { state: slot.state, word, n: 0 };
    by.set(word, { ...known, n: known.n + weight(slot) });
  }
  const all = total(past);
  let x = 0;
  const bars = [...by.values()].sort((a, b) => b.n - a.n);
  return html`<p class="verdict">${due ? icon('DUE') : icon('SUCCEEDED')}
      <strong>${due
        ? `${count(due, 'slot has', 'slots have')} fallen due and not begun yet; each other one is accounted for.`
        : `No hole: each of ${count(all, 'slot')} is accounted for.`}</strong>
      <span class="quiet">${when(past[0].slot)} to ${when(past.at(-1).upTo ?? past.at(-1).slot)}${whole ? '' : '; the time is too long to be read whole'}</span></p>
    <svg class="bar" height="12" role="img" aria-label=${bars.map((bar) => `${bar.n} ${bar.word}`).join(', ')}>
      ${bars.map((bar) => {
        const width = (100 * bar.n) / all;
        x += width;
        return svg`<rect class=${tone(bar.state)} x="${x - width}%" width="${Math.max(0.3, width - 0.15)}%" height="12"/>`;
      })}
    </svg>
    <ul class="legend">${bars.map((bar) => html`<li>${icon(bar.state)} ${figure(bar.n)} ${bar.word}</li>`)}</ul>`;
}

function rows(slots) {
  const shown = slots.slice(0, ROWS);
  const columns = [['Slot', 'figure'], ['State'], ['What became of it'], ['Run']];
  return html`${table(
    'Slots, the newest first',
    columns,
    shown.map(
      (slot) => html`<tr>
        <th scope="row" class="figure">${when(slot.slot)}${slot.count > 1 ? html` <span class="quiet">to ${when(slot.upTo)}</span>` : nothing}</th>
        <td>${badge(slot.state)}${slot.count > 1 ? html` <span class="quiet">${figure(slot.count)} slots</span>` : nothing}</td>
        <td class="about">${slotAnswer(slot)}</td>
        <td>${slot.run ? runLink(slot.run, 'its run') : '–'}</td>
      </tr>`
    )
  )}
  ${slots.length > ROWS ? html`<p class="note">The newest ${ROWS} of ${figure(slots.length)} entries. Choose a shorter time for the rest.</p>` : nothing}`;
}
