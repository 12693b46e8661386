// One run: when what happened to it, where, and how it ended.
import { interrupt, runNow } from './acts.js';
import { path, runPath } from './api.js';
import { share } from './charts.js';
import { runTable } from './job-history.js';
import { html, nothing, svg } from './lit.js';
import { badge, broken, card, empty, facts, heading, jobLink, loading, pretty, tone } from './parts.js';
import { toJob, toLedger } from './router.js';
import { logCard } from './run-log.js';
import { may } from './session.js';
import { failure, read } from './store.js';
import { full, span, when, zone } from './time.js';
import { kindWord } from './words.js';
import { progress } from './view-now.js';

export const title = ({ parts }) => `Run of ${parts[2]}`;

export function view({ parts }) {
  const id = parts.slice(1).join('/');
  const entry = read(runPath(id));
  const failed = failure(entry);
  const [group, job] = parts.slice(1);
  if (failed) {
    const missing = failed.error.status === 404;
    return html`${heading(`Run of ${job}`)} ${missing ? notYet(id, group, job) : broken('the run', failed.error)}`;
  }
  if (entry.data === undefined) {
    return html`${heading(`Run of ${job}`)} ${loading('the run')}`;
  }
  return whole(entry.data);
}

const notYet = (id, group, job) =>
  html`<section class="card">${empty(
    'There is no such run, or not yet.',
    html`If it has just been asked for, it appears here as soon as the leader begins it. Else its retention has ended:
      <a href=${toJob(group, job)}>the runs of ${job} that are kept</a>. <span class="quiet">${id}</span>`
  )}</section>`;

function whole(run) {
  const { group, job } = run;
  const buttons = html`${run.state === 'STARTED' ? html`<button class="danger" @click=${() => interrupt(run)}>Interrupt …</button>` : nothing}
    <button class=${run.state === 'STARTED' ? '' : 'primary'} @click=${() => runNow(group, job, run.data)}>Run again …</button>`;
  const beneath = html`<p class="beneath">${badge(run.state)} <span class="quiet">${kindWord(run.kind)}</span>
    <span>${jobLink(group, job)}</span></p>`;
  return html`${heading(html`Run of ${job}`, may('operator') ? buttons : nothing, beneath)}
    ${card('Time line', line(run))}
    ${logCard(run)}
    <div class="pair">
      ${card('How it ended', ending(run))}
      ${card('What it was', what(run))}
    </div>
    ${attempts(run)}`;
}

function steps(run) {
  const end = run.finished ?? new Date().toISOString();
  return [
    ['slot', run.slot],
    ['claimed', run.claimed],
    ['started', run.started],
    [run.finished ? 'finished' : 'now', end],
  ]
    .filter(([, at]) => at)
    .map(([word, at]) => ({ word, at: Date.parse(at), text: at }));
}

/**
 * From slot to end. A run that waited for hours and took a second would be a dot in an honest scale,
 * so each stretch has room for its words, and the rest is shared by how long they took.
 */
function line(run) {
  const all = steps(run);
  const from = all[0].at;
  const to = Math.max(all.at(-1).at, from + 1);
  const stretches = all.slice(1).map((step, i) => ({ from: all[i], to: step, took: Math.max(0, step.at - all[i].at) }));
  const name = zone();
  const label = all.map((step) => `${step.word} ${full(step.text, name)}`).join(', ');
  return html`<svg class="runline" height="34" role="img" aria-label=${label}>
      <line class="base" x2="100%" y1="17" y2="17"/>
      ${stretches.map(
        (one) => svg`<rect class=${one.from.word === 'started' ? tone(run.state) : 'wait'} x=${share(one.from.at, from, to)}
          width=${share(from + one.took, from, to)} y=${one.from.word === 'started' ? 9 : 13} height=${one.from.word === 'started' ? 16 : 8}/>`
      )}
      ${all.map((step) => svg`<line class="step" x1=${share(step.at, from, to)} x2=${share(step.at, from, to)} y1="4" y2="30"/>`)}
    </svg>
    <ol class="steps">
      ${all.map(
        (step, i) => html`<li><span class="quiet">${step.word}</span> <strong>${when(step.text)}</strong>
          ${i ? html`<span class="quiet">+ ${span(stretches[i - 1].took)}</span>` : nothing}</li>`
      )}
    </ol>`;
}

function ending(run) {
  return html`
    ${run.error
      ? html`<p class="warn"><strong>${run.error.type}</strong></p><p>${run.error.message}</p>
          ${run.error.stack ? html`<details open><summary>Where</summary><pre tabindex="0">${run.error.stack}</pre></details>` : nothing}`
      : nothing}
    ${run.result !== undefined ? html`<h3>Result</h3><pre tabindex="0">${run.result}</pre>` : nothing}
    ${run.progress !== undefined ? html`<h3>Progress</h3><p>${progress(run.progress)}</p>` : nothing}
    ${run.error || run.result !== undefined || run.progress !== undefined
      ? nothing
      : html`<p class="quiet">${run.finished ? 'It ended and left no result.' : 'It has not ended yet.'}</p>`}`;
}

function what(run) {
  return html`${facts([
    ['Run', html`<code>${run.run}</code>`],
    ['Trigger', run.trigger === run.job ? undefined : run.trigger],
    ['Attempt', run.attempt],
    ['Node', run.node],
    ['Term', html`${run.term} <span class="quiet">its fencing token</span>`],
    ['Late by', run.latenessMillis === undefined ? undefined : span(run.latenessMillis)],
    ['Took', run.durationMillis === undefined ? undefined : span(run.durationMillis)],
    ['Slot', html`<a href=${toLedger(run.group, run.job)}>${full(run.slot)}</a>`],
  ])}
  <h3>Data of this run</h3>
  ${run.data && Object.keys(run.data).length ? pretty(run.data) : html`<p class="quiet">None beside that of the job.</p>`}`;
}

function attempts(run) {
  const { group, job } = run;
  const all = read(path('/v1/runs', { group, job, limit: 200 })).data?.runs ?? [];
  const those = all.filter((one) => one.slot === run.slot && one.trigger === run.trigger);
  return those.length > 1
    ? card('Attempts of the same slot', runTable(those, 'Attempts of the same slot'))
    : nothing;
}
