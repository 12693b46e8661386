// What runs at this moment, what should run and does not, and what comes next.
import { interrupt } from './acts.js';
import { alertsCard } from './alerts.js';
import { path } from './api.js';
import { against, columns, ticks } from './charts.js';
import { leaderLine } from './groups.js';
import { html, nothing, repeat } from './lit.js';
import { badge, broken, card, empty, heading, hidden, icon, jobLink, runLink, shown, table } from './parts.js';
import { since } from './recent.js';
import { may } from './session.js';
import { failure, read } from './store.js';
import { clock, coarse, distance, fromNow, minute, span, when } from './time.js';
import { count, figure, usual } from './words.js';

const HOUR_MS = 3_600_000;
const BINS = 30;
const BIN_MS = 60_000;

export const title = () => 'Now';

export function view() {
  const now = read('/v1/now');
  const groups = read('/v1/groups');
  const failed = failure(now);
  return html`${heading('Now')}
    ${groups.data ? html`<ul class="leaders">${groups.data.groups.map(leaderLine)}</ul>` : nothing}
    ${failed ? broken('what runs now', failed.error) : nothing}
    ${alertsCard()}
    ${failed ? nothing : html`${overdue(now)} ${running(now)} ${curves(now)} ${next(now)}`}`;
}

function overdue(now) {
  const late = now.data?.overdue ?? [];
  if (!late.length) {
    return nothing;
  }
  const rows = [...late]
    .sort((a, b) => b.lateMillis - a.lateMillis)
    .map(
      (slot) => html`<tr>
        <td>${badge('DUE', 'overdue')}</td>
        <th scope="row">${jobLink(slot.group, slot.job)}</th>
        <td class="figure">${when(slot.slot)}</td>
        <td class="figure warn">${coarse(Date.now() - Date.parse(slot.slot))}</td>
      </tr>`
    );
  return card(
    'Overdue',
    table('Slots that have fallen due and have not begun', [['State'], ['Job'], ['Slot', 'figure'], ['Late by', 'figure']], rows),
    { aside: count(late.length, 'slot'), className: 'attention' }
  );
}

function running(now) {
  const seen = [['State'], ['Job'], ['Running for', 'figure'], ['Against usual'], ['Progress'], ['Node']];
  const columnsOf = may('operator') ? [...seen, [hidden('What to do'), 'figure']] : seen;
  return card(
    'Running',
    shown(now, 'what runs now', ({ running: runs }) =>
      runs.length
        ? table('Runs in progress', columnsOf, repeat(byHaste(runs), (run) => run.run, row))
        : empty('Nothing is running at this moment.', 'Short runs come and go between two looks; the curves beneath count them.')
    ),
    { aside: now.data ? count(now.data.running.length, 'run') : nothing, className: 'steady' }
  );
}

const begun = (run) => Date.parse(run.started ?? run.claimed);

/** What has run for longest, measured by what is usual for its job, comes first. */
function byHaste(runs) {
  const jobs = read(path('/v1/jobs', { state: 'RUNNING', limit: 1000 })).data?.jobs ?? [];
  return runs
    .map((run) => {
      const job = jobs.find((one) => one.group === run.group && one.job === run.job);
      const usually = usual(job?.last);
      const elapsed = Date.now() - begun(run);
      return { ...run, usually, elapsed, haste: elapsed / Math.max(usually ?? elapsed, 1) };
    })
    .sort((a, b) => b.haste - a.haste || a.run.localeCompare(b.run));
}

function row(run) {
  return html`<tr>
    <td>${badge(run.state)}</td>
    <th scope="row">${jobLink(run.group, run.job)}</th>
    <td class="figure">${runLink(run.run, coarse(run.elapsed))}</td>
    <td>${against(run.elapsed, run.usually)}</td>
    <td class="quiet">${progress(run.progress)}</td>
    <td>${run.node} <span class="quiet">term ${run.term}</span></td>
    ${may('operator')
      ? html`<td class="figure"><button class="small" @click=${() => interrupt(run)}>Interrupt<span class="hidden"> ${run.job}</span></button></td>`
      : nothing}
  </tr>`;
}

/** A job may say how far it is as text, or as a number with a text. */
export function progress(said) {
  if (said === undefined || typeof said === 'string') {
    return said ?? '–';
  }
  return [said.percent >= 0 ? `${said.percent} %` : '', said.message].filter(Boolean).join(', ') || '–';
}

/** What the node has counted; of the minutes before that, the runs that are at hand. */
function bins(start, counted, seen) {
  const from = counted ? Math.ceil(Date.parse(counted.since) / BIN_MS) * BIN_MS : Infinity;
  const all = Array.from({ length: BINS }, (_, i) => ({ at: start + i * BIN_MS, good: 0, bad: 0, late: 0 }));
  const at = (millis) => all[Math.floor((millis - start) / BIN_MS)];
  for (const run of seen) {
    const bin = at(Date.parse(run.finished));
    if (bin && bin.at < from) {
      bin[run.state === 'SUCCEEDED' ? 'good' : 'bad']++;
      bin.late = Math.max(bin.late, lateness(run) ?? 0);
    }
  }
  for (const { from: begin, succeeded, others, latestMillis } of counted?.minutes ?? []) {
    const bin = at(Date.parse(begin));
    // Of the minute in which the counting began, either may know more.
    if (bin && (bin.at >= from || succeeded + others > bin.good + bin.bad)) {
      Object.assign(bin, { good: succeeded, bad: others, late: latestMillis ?? 0 });
    }
  }
  return all;
}

/** How late a run is that was asked for, or made up for, says nothing of the scheduler's haste. */
const lateness = (run) => (String(run.kind).toUpperCase() === 'SCHEDULED' ? run.latenessMillis : undefined);

const sum = (all, what) => all.reduce((so, one) => so + one[what], 0);

function curves(now) {
  const end = Math.ceil(Date.now() / BIN_MS) * BIN_MS;
  const start = end - BINS * BIN_MS;
  const seen = since(start).filter((run) => run.finished && Date.parse(run.finished) >= start);
  const all = bins(start, now.data?.ended, seen);
  const bad = sum(all, 'bad');
  const late = seen.map(lateness).filter((one) => one !== undefined).sort((a, b) => a - b);
  const middle = late[Math.floor(late.length / 2)];
  const worst = Math.max(...all.map((bin) => bin.late));
  return html`<div class="pair">
    ${card('Finished', html`${columns(all.map(finishedBin), `Runs that finished in each of the last ${BINS} minutes`)}${axis(start)}`, {
      aside: html`${figure(bad + sum(all, 'good'))} in ${BINS} min, ${bad ? html`<span class="warn">${icon('FAILED')} ${figure(bad)} not well</span>` : 'all well'}`,
    })}
    ${card('Lateness', html`${columns(all.map(lateBin), `The greatest lateness in each of the last ${BINS} minutes`)}${axis(start)}`, {
      aside: late.length ? `lately ${span(middle)}, worst ${span(worst)}` : 'nothing measured yet',
    })}
  </div>`;
}

const axis = (start) => html`<p class="axis quiet" aria-hidden="true"><span>${minute(start)}</span><span>now</span></p>`;

const finishedBin = (bin) => ({
  ...bin,
  title: `${minute(bin.at)}: ${bin.good} succeeded, ${bin.bad} did not`,
});

const lateBin = (bin) => ({ good: bin.late, bad: 0, tone: 's-started', title: `${minute(bin.at)}: up to ${span(bin.late)} late` });

function next(now) {
  return card(
    'The next 60 minutes',
    shown(now, 'the next slots', ({ next: slots }) =>
      slots.length ? nextTable(slots) : empty('No slot falls due in the next 60 minutes.')
    ),
    { aside: now.data?.next.length ? cut(now.data.next) : nothing }
  );
}

/** The node names so many slots and no more; then it must be said how far they reach. */
const cut = (slots) =>
  slots.length < 200 ? count(slots.length, 'slot') : `the next ${slots.length} slots, up to ${clock(slots.at(-1).slot)}`;

function nextTable(slots) {
  const start = Date.now();
  const reach = slots.length < 200 ? start + HOUR_MS : Date.parse(slots.at(-1).slot);
  const jobs = new Map();
  for (const slot of slots.filter((one) => Date.parse(one.slot) > start - 1000)) {
    const key = `${slot.group}/${slot.job}`;
    jobs.set(key, [...(jobs.get(key) ?? []), slot]);
  }
  const rows = repeat(jobs, ([key]) => key, ([, those]) => html`<tr>
    <th scope="row">${jobLink(those[0].group, those[0].job)}</th>
    <td class="figure">${when(those[0].slot)}</td>
    <td class="figure">${distance(those[0].slot)}</td>
    <td class="figure">${those.length}</td>
    <td class="wide">${ticks(those.map((slot) => Date.parse(slot.slot)), start, reach)}</td>
  </tr>`);
  return table('Slots to come, by job', [['Job'], ['First', 'figure'], [hidden('From now'), 'figure'], ['Slots', 'figure'], [`From now ${fromNow(reach).replace('in ', 'to ')} ahead`, 'wide']], rows);
}
