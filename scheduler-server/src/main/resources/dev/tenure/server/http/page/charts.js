// Small drawings. Across they are in per cent, so that they fill their place and text is not
// stretched; down they are in pixels. Each has a label that says in words what it shows.
import { html, nothing, svg } from './lit.js';
import { toRun } from './router.js';
import { tone } from './parts.js';
import { clock, day, span, zone } from './time.js';
import { count, endStates, stateWord } from './words.js';

export const share = (value, from, to) => {
  // A stretch may be over, or of no length: its last slot falls due as it is drawn.
  const part = to > from ? (100 * (value - from)) / (to - from) : 0;
  return `${Math.min(100, Math.max(0, part)).toFixed(3)}%`;
};

const tall = { SUCCEEDED: 8, STARTED: 11, INTERRUPTED: 13, TIMED_OUT: 15, LOST: 16, FAILED: 18 };

/** The last runs, oldest left: the worse the taller. */
export function strip(last = []) {
  const runs = last.slice(0, 20).reverse();
  const tally = tallied(runs);
  return html`<svg class="strip" viewBox="0 0 120 18" role="img" aria-label=${tally || 'no runs yet'}>
    ${Array.from({ length: 20 - runs.length }, (_, i) => svg`<rect class="none" x=${i * 6} y="15" width="4" height="3"/>`)}
    ${runs.map((run, i) => {
      const height = tall[run.state] ?? 8;
      const x = (20 - runs.length + i) * 6;
      return svg`<rect class=${tone(run.state)} x=${x} y=${18 - height} width="4" height=${height} rx="1">
        <title>${stateWord(run.state)}, slot ${clock(run.slot)}</title></rect>`;
    })}
  </svg>`;
}

/** 18 succeeded, 2 failed */
export function tallied(runs) {
  const by = new Map();
  runs.forEach((run) => by.set(run.state, (by.get(run.state) ?? 0) + 1));
  return [...by].map(([state, n]) => `${n} ${stateWord(state)}`).join(', ');
}

/** How long it has run against how long it usually takes: the mark is the usual time. */
export function against(elapsed, usually) {
  if (usually === undefined) {
    return html`<span class="quiet">no usual time yet</span>`;
  }
  const scale = Math.max(2 * usually, elapsed, 1);
  const long = elapsed > 1.5 * usually && elapsed - usually > 1000;
  return html`<span class="against">
    <svg class="bar" height="8" aria-hidden="true">
      <rect class="track" width="100%" height="8" rx="4"/>
      <rect class=${long ? 's-due' : 's-started'} width=${share(elapsed, 0, scale)} height="8" rx="4"/>
      <line class="mark" x1=${share(usually, 0, scale)} x2=${share(usually, 0, scale)} y2="8"/>
    </svg>
    <span class=${long ? 'warn' : 'quiet'}>${long ? 'longer than' : 'of'} usual ${span(usually)}</span>
  </span>`;
}

/**
 * Columns over time, each with a part on top that is bad.
 *
 * @param bins [{ good, bad, title }] from the oldest on
 */
export function columns(bins, label) {
  const most = Math.max(1, ...bins.map((bin) => bin.good + bin.bad));
  const wide = 100 / bins.length;
  const at = (n) => (n ? Math.max(2, (54 * n) / most) : 0);
  return html`<svg class="columns" height="60" role="img" aria-label=${label}>
    <line class="base" x2="100%" y1="59.5" y2="59.5"/>
    ${bins.map((bin, i) => {
      const good = at(bin.good);
      const bad = at(bin.bad);
      return svg`<g><title>${bin.title}</title>
        <rect class="hit" x="${i * wide}%" width="${wide}%" height="60"/>
        <rect class=${bin.tone ?? 's-succeeded'} x="${i * wide}%" width="${wide * 0.72}%" y=${59 - good} height=${good}/>
        <rect class="s-failed" x="${i * wide}%" width="${wide * 0.72}%" y=${59 - good - bad} height=${bad}/>
      </g>`;
    })}
  </svg>`;
}

/** Where within a stretch of time things lie. */
export function ticks(instants, from, to) {
  return html`<svg class="ticks" height="14" aria-hidden="true">
    <line class="base" x2="100%" y1="7" y2="7"/>
    ${instants.map((at) => svg`<rect x=${share(at, from, to)} y="2" width="2" height="10"/>`)}
  </svg>`;
}

/** How long runs took, oldest left. Each leads to its run. */
export function trend(runs) {
  const known = runs.filter((run) => run.durationMillis !== undefined).reverse();
  if (known.length < 2) {
    return nothing;
  }
  const most = Math.max(...known.map((run) => run.durationMillis), 1);
  const sorted = known.map((run) => run.durationMillis).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  const wide = 100 / known.length;
  const y = (ms) => 92 - (84 * ms) / most;
  const label = `${count(known.length, 'run')}: half of them within ${span(median)}, the longest ${span(most)}`;
  return html`<figure class="trend">
    <svg height="96" role="img" aria-label=${label} @click=${followed}>
      <line class="base" x2="100%" y1="92.5" y2="92.5"/>
      ${known.map(
        (run, i) => svg`<rect class="link ${tone(run.state)}" data-run=${run.run} x="${i * wide}%" width="${Math.min(wide * 0.75, 2.5)}%"
          y=${Math.min(90, y(run.durationMillis))} height=${Math.max(2, 92 - y(run.durationMillis))} rx="1">
          <title>${stateWord(run.state)} after ${span(run.durationMillis)}, ${clock(run.finished)}</title></rect>`
      )}
      <line class="median" x2="100%" y1=${y(median)} y2=${y(median)}/>
    </svg>
    <figcaption class="quiet">${label}. The dashed line is the middle.</figcaption>
  </figure>`;
}

/** A click on a drawn run opens it; the tables beside the drawings do the same for a keyboard. */
export function followed(event) {
  const run = event.target.closest('[data-run]')?.dataset.run;
  if (run) {
    location.hash = toRun(run);
  }
}

const WEEKS = 14;
const CELL = 15;
const DAY_MS = 86_400_000;

/** One square a day, in columns of weeks: the worst that happened, and in its title how often. */
export function heatMap(runs, jobZone) {
  const name = zone(jobZone);
  const days = new Map();
  for (const run of runs.filter((one) => one.finished)) {
    const key = day(run.slot, name);
    days.set(key, [...(days.get(key) ?? []), run]);
  }
  const today = Date.parse(`${day(Date.now(), name)}T00:00:00Z`);
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * DAY_MS;
  const cells = [];
  for (let at = monday - (WEEKS - 1) * 7 * DAY_MS; at <= today; at += DAY_MS) {
    cells.push(new Date(at).toISOString().slice(0, 10));
  }
  const label = `${count(days.size, 'day')} with runs in the last ${WEEKS} weeks: ${tallied(runs) || 'none'}`;
  return html`<svg class="heat" viewBox="0 0 ${WEEKS * CELL + 28} ${7 * CELL}" width=${WEEKS * CELL + 28} role="img" aria-label=${label}>
    ${['Mon', 'Wed', 'Fri', 'Sun'].map((text, i) => svg`<text x="0" y=${i * 2 * CELL + 11}>${text}</text>`)}
    ${cells.map((key, i) => {
      const those = days.get(key) ?? [];
      const worst = endStates.find((state) => those.some((run) => run.state === state));
      return svg`<rect class=${worst ? tone(worst) : 'none'} x=${28 + Math.floor(i / 7) * CELL} y=${(i % 7) * CELL} width="12" height="12" rx="2.5">
        <title>${key}: ${tallied(those) || 'no runs'}</title></rect>`;
    })}
  </svg>`;
}

/** The marks of an axis of time that fit: the instants, at round minutes. */
export function marks(from, to, most = 6) {
  const steps = [1, 2, 5, 10, 15, 30, 60].map((minutes) => minutes * 60_000);
  const step = steps.find((one) => (to - from) / one <= most) ?? steps.at(-1);
  const found = [];
  for (let at = Math.ceil(from / step) * step; at < to; at += step) {
    found.push(at);
  }
  return found;
}
