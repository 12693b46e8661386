// How a job has fared: how long its runs took, how its days went, and the runs themselves.
import { path } from './api.js';
import { heatMap, tallied, trend } from './charts.js';
import { html, nothing } from './lit.js';
import { badge, card, empty, runLink, shown, table } from './parts.js';
import { amended } from './router.js';
import { read, readAs } from './store.js';
import { span, when } from './time.js';
import { kindWord } from './words.js';

const PAGE = 25;
const DRAWN = 200;

export function history(job, query) {
  const { group, job: name } = job;
  const before = query.get('before') ?? '';
  const drawn = read(path('/v1/runs', { group, job: name, limit: DRAWN }));
  const page = readAs('history', path('/v1/runs', { group, job: name, before, limit: PAGE }));
  return html`<div class="pair">
      ${card('How long it takes', shown(drawn, 'its runs', ({ runs }) => {
        const lines = trend(runs.slice(0, 80));
        return lines === nothing ? empty('Not enough runs to draw yet.') : lines;
      }))}
      ${card('Day by day', shown(drawn, 'its runs', ({ runs }) => days(runs, job)))}
    </div>
    ${card('Runs', shown(page, 'its runs', (data) => runs(data, before)), { aside: 'as long as they are kept' })}`;
}

function days(runs, job) {
  return html`${heatMap(runs, job.triggers[0]?.timeZone)}
    <p class="quiet">${runs.length === DRAWN ? `The last ${DRAWN} runs: ` : ''}${tallied(runs) || 'No runs yet.'}</p>`;
}

function runs({ runs: page, before: older }, before) {
  if (!page.length) {
    return before
      ? empty('No older runs are kept.', html`<a href=${amended({ before: '' })}>Back to the newest</a>`)
      : empty('It has not run yet.');
  }
  return html`${runTable(page)}
    <footer class="pages">
      ${before ? html`<a href=${amended({ before: '' })}>Newest runs</a>` : nothing}
      ${older ? html`<a href=${amended({ before: older })}>Older runs</a>` : html`<span class="quiet">These are the oldest that are kept.</span>`}
    </footer>`;
}

/** Runs of one job. */
export function runTable(page, caption = 'Runs, the newest first') {
  const columns = [['State'], ['Slot', 'figure'], ['Why', 'wide'], ['Attempt', 'figure'], ['Started', 'figure'], ['Took', 'figure'], ['Late by', 'figure'], ['Node'], ['Result']];
  const rows = page.map(
    (run) => html`<tr>
      <td>${badge(run.state)}</td>
      <th scope="row" class="figure">${runLink(run.run, when(run.slot))}</th>
      <td class="wide quiet">${kindWord(run.kind)}</td>
      <td class="figure">${run.attempt}</td>
      <td class="figure">${run.started ? when(run.started) : '–'}</td>
      <td class="figure">${run.durationMillis === undefined ? '–' : span(run.durationMillis)}</td>
      <td class="figure">${run.latenessMillis === undefined ? '–' : span(run.latenessMillis)}</td>
      <td>${run.node} <span class="quiet">term ${run.term}</span></td>
      <td class="cut ${run.error ? 'warn' : 'quiet'}">${run.error ? `${run.error.type}: ${run.error.message}` : (run.result ?? '')}</td>
    </tr>`
  );
  return table(caption, columns, rows);
}
