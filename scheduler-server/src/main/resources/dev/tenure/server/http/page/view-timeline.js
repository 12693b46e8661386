// Runs over jobs, as bars, over the changes of leaders.
import { groupPath } from './api.js';
import { followed, marks, share } from './charts.js';
import { html, nothing, svg } from './lit.js';
import { badge, card, empty, heading, icon, jobLink, loading, runLink, table, tone } from './parts.js';
import { reachesBackTo, since } from './recent.js';
import { amend, toJob } from './router.js';
import { read } from './store.js';
import { clock, minute, span, when } from './time.js';
import { count, endStates, stateWord } from './words.js';

const SPANS = [['15', '15 minutes'], ['60', 'hour']];
const ROW = 22;
const LISTED = 100;

export const title = () => 'Timeline';

export function view({ query }) {
  const minutes = query.get('minutes') === '60' ? 60 : 15;
  const wanted = query.get('group') ?? '';
  // It moves on by what can be seen, and not with each drawing.
  const step = minutes * 200;
  const to = Math.ceil(Date.now() / step) * step;
  const from = to - minutes * 60_000;
  const groups = read('/v1/groups').data?.groups ?? [];
  const names = groups.map((one) => one.group).filter((name) => !wanted || name === wanted);
  const runs = since(from).filter((run) => !wanted || run.group === wanted);
  return html`${heading('Timeline')}
    ${filters(groups, wanted, String(minutes))}
    ${names.map((name) => groupCard(name, runs.filter((run) => run.group === name), from, to))}
    ${groups.length ? list(runs) : loading('the groups')}`;
}

function filters(groups, wanted, minutes) {
  return html`<div class="filters">
    <label>The last <select .value=${minutes} @change=${(event) => amend({ minutes: event.target.value })}>
      ${SPANS.map(([value, text]) => html`<option value=${value} ?selected=${value === minutes}>${text}</option>`)}
    </select></label>
    <label>Group <select .value=${wanted} @change=${(event) => amend({ group: event.target.value })}>
      <option value="">all</option>
      ${groups.map((one) => html`<option value=${one.group} ?selected=${one.group === wanted}>${one.group}</option>`)}
    </select></label>
    <ul class="legend">${['STARTED', ...endStates].map((state) => html`<li>${icon(state)} ${stateWord(state)}</li>`)}</ul>
  </div>`;
}

function groupCard(name, runs, from, to) {
  const terms = read(groupPath(name)).data?.terms ?? [];
  const jobs = [...new Set(runs.map((run) => run.job))].sort();
  const reach = reachesBackTo();
  const aside = reach > from + 60_000 ? `${count(runs.length, 'run')}, as many as this node remembers; the ledger has all` : count(runs.length, 'run');
  return card(`Group ${name}`, jobs.length ? chart(name, jobs, runs, terms, from, to) : empty('Nothing ran in this time.'), { aside });
}

function chart(name, jobs, runs, terms, from, to) {
  const height = (jobs.length + 1) * ROW + 20;
  const label = `${count(runs.length, 'run')} of ${count(jobs.length, 'job')} of group ${name} since ${clock(from)}; terms: ${
    terms.map((term) => `${term.node} from ${clock(term.since)}`).join(', ') || 'none seen'}`;
  return html`<div class="gantt">
    <ul class="lanes"><li class="quiet">leader</li>${jobs.map((job) => html`<li><a href=${toJob(name, job)}>${job}</a></li>`)}</ul>
    <svg height=${height} role="img" aria-label=${label} @click=${followed}>
      <defs><pattern id="gap-${name}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="hatch" width="2.5" height="6"/></pattern></defs>
      ${jobs.map((_, i) => svg`<line class="base" x2="100%" y1=${(i + 1) * ROW} y2=${(i + 1) * ROW}/>`)}
      ${gaps(terms, from, to).map(
        (gap) => svg`<rect fill="url(#gap-${name})" x=${share(gap.from, from, to)} width=${width(gap.from, gap.to, from, to)} height=${height - 20}>
          <title>nobody led for ${span(gap.to - gap.from)}</title></rect>`
      )}
      ${terms.map((term, i) => ribbon(term, terms.length - i, from, to, height))}
      ${runs.map((run) => bar(run, jobs.indexOf(run.job), from, to))}
      ${marks(from, to).map(
        (at) => svg`<line class="mark" x1=${share(at, from, to)} x2=${share(at, from, to)} y2=${height - 18}/>
          <text class="tick" x=${share(at, from, to)} y=${height - 4}>${minute(at)}</text>`
      )}
    </svg>
  </div>`;
}

const width = (start, end, from, to) => share(from + Math.max(0, Math.min(end, to) - Math.max(start, from)), from, to);

/** Where no term was: between the end of one and the begin of the next. */
function gaps(terms, from, to) {
  const found = [];
  terms.forEach((term, i) => {
    const next = terms[i - 1];
    const end = term.until && Date.parse(term.until);
    const begin = next ? Date.parse(next.since) : to;
    if (end && begin > end && begin > from) {
      // Narrower than one can see would hide that there was one.
      found.push({ from: end, to: Math.max(begin, end + (to - from) / 400) });
    }
  });
  return found;
}

function ribbon(term, number, from, to, height) {
  const start = Date.parse(term.since);
  const end = term.until ? Date.parse(term.until) : to;
  if (end < from) {
    return nothing;
  }
  const x = share(start, from, to);
  return svg`<g><title>${term.node}, term ${term.term}, from ${clock(term.since)}${term.until ? ` to ${clock(term.until)}` : ''}</title>
    <rect class="shade ${number % 2 ? 'odd' : 'even'}" x=${x} width=${width(start, end, from, to)} height=${height - 20}/>
    <rect class="term ${number % 2 ? 'odd' : 'even'}" x=${x} y="2" width=${width(start, end, from, to)} height=${ROW - 6} rx="3"/>
    ${(Math.min(end, to) - Math.max(start, from)) / (to - from) > 0.09
      ? svg`<svg x=${x} width=${width(start, end, from, to)} height=${ROW}><text x="6" y="14">${term.node}</text></svg>`
      : nothing}</g>`;
}

function bar(run, lane, from, to) {
  const start = Date.parse(run.started ?? run.claimed);
  const end = run.finished ? Date.parse(run.finished) : to;
  const took = run.finished ? `${stateWord(run.state)} after ${span(end - start)}` : 'running';
  // At least as wide as can be seen and hit.
  const wide = (end - start) / (to - from) > 0.004 ? width(start, end, from, to) : '3';
  return svg`<rect class="link ${tone(run.state)}" data-run=${run.run} x=${share(start, from, to)} y=${(lane + 1) * ROW + 5}
    width=${wide} height=${ROW - 10} rx="1"><title>${run.job} ${clock(run.slot)}: ${took} on ${run.node}</title></rect>`;
}

/** The same for those who do not see the drawing, or have no pointer. */
function list(runs) {
  const newest = [...runs].sort((a, b) => b.claimed.localeCompare(a.claimed)).slice(0, LISTED);
  const rows = newest.map(
    (run) => html`<tr>
      <td>${badge(run.state)}</td>
      <th scope="row">${jobLink(run.group, run.job)}</th>
      <td class="figure">${runLink(run.run, when(run.slot))}</td>
      <td class="figure">${run.durationMillis === undefined ? '–' : span(run.durationMillis)}</td>
      <td>${run.node} <span class="quiet">term ${run.term}</span></td>
    </tr>`
  );
  return html`<details class="card"><summary>The same as a table</summary>
    ${table('Runs, the newest first', [['State'], ['Job'], ['Slot', 'figure'], ['Took', 'figure'], ['Node']], rows)}</details>`;
}
