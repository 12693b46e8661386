// What the checker says of a group's ledger: every slot of every job, held against what was to run.
import { judge } from './acts.js';
import { verdictPath } from './api.js';
import { html, nothing } from './lit.js';
import { card, empty, icon, jobLink, shown, table } from './parts.js';
import { read } from './store.js';
import { clock, when } from './time.js';
import { count, figure } from './words.js';

const ROWS = 20;
const BAD = ['missed', 'doubled', 'unaccounted'];

/** The verdict of a group over the last minutes, and the button to ask for it. */
export function verdictCard(group, minutes) {
  const entry = read(verdictPath(group));
  const running = entry.data?.state === 'RUNNING';
  const button = html`<button class="small" ?disabled=${running} @click=${() => judge(group, minutes)}>
    ${running ? 'Judging …' : 'Judge the ledger'}</button>`;
  return card(`What the checker says of ${group}`, shown(entry, 'the verdict', body), {
    aside: button,
    className: 'judged',
  });
}

function body({ group, state, from, to, why, verdict }) {
  switch (state) {
    case 'RUNNING':
      return html`<p class="quiet">The ledger of all jobs from ${clock(from)} to ${clock(to)} is read and judged.</p>`;
    case 'FAILED':
      return html`<p class="warn">${icon('FAILED')} It could not be judged: ${why}</p>`;
    case 'DONE':
      return done(group, verdict, from);
    default:
      return empty(
        'Nobody has asked this node yet.',
        'The checker works out from the definitions what was to run, for all jobs of the group, and holds the ledger against it.'
      );
  }
}

function done(group, verdict, from) {
  const bad = BAD.some((one) => verdict[one] > 0);
  return html`<p class="judgement">${icon(bad ? 'FAILED' : 'SUCCEEDED')}
      <strong>${BAD.map((one) => `${one} ${figure(verdict[one])}`).join(', ')}</strong>
      <span class="quiet">over ${count(verdict.slots, 'slot')} of ${count(verdict.jobs, 'job')} since ${when(verdict.since ?? from)},
        read at ${when(verdict.taken)}; ${verdict.leader ? `led by ${verdict.leader}` : 'nobody led'}</span></p>
    ${verdict.notJudged.map(
      (left) => html`<p class="note">${icon('DUE')} Not judged: slots of ${count(left.triggers, 'trigger')}, up to
        ${when(left.upTo)} at most: ${left.sentence}.</p>`
    )}
    ${verdict.findings.length ? findings(group, verdict) : nothing}`;
}

function findings(group, { findings: all, moreFindings }) {
  const rows = all.slice(0, ROWS).map(
    (one) => html`<tr>
      <th scope="row">${one.condition} ${one.what}</th>
      <td>${one.job ? jobLink(group, one.job) : '–'}</td>
      <td class="figure">${one.slot ? when(one.slot) : '–'}</td>
      <td class="figure">${figure(one.count)}</td>
      <td class="about">${one.evidence}</td>
    </tr>`
  );
  const more = moreFindings + Math.max(0, all.length - ROWS);
  return html`${table('What must not be', [['What'], ['Job'], ['Slot', 'figure'], ['Count', 'figure'], ['Evidence']], rows)}
    ${more ? html`<p class="note">${figure(more)} more; <code>tenure verify -o json</code> has all.</p>` : nothing}`;
}
