// One job: what it is, when it runs next, how it has fared.
import { pause, remove, resume, runNow } from './acts.js';
import { jobPath } from './api.js';
import { history } from './job-history.js';
import { html, nothing } from './lit.js';
import { badge, broken, card, empty, facts, heading, loading, pretty, runLink, table } from './parts.js';
import { go, to, toLedger } from './router.js';
import { may } from './session.js';
import { failure, read } from './store.js';
import { distance, span, when } from './time.js';
import { usual } from './words.js';

export const title = ({ parts }) => parts[2];

export function view({ parts, query }) {
  const [, group, name] = parts;
  const entry = read(jobPath(group, name));
  const failed = failure(entry);
  if (failed) {
    return html`${heading(name)} ${failed.error.status === 404 ? gone(group, name) : broken('the job', failed.error)}`;
  }
  if (entry.data === undefined) {
    return html`${heading(name)} ${loading('the job')}`;
  }
  const job = entry.data;
  return html`${heading(html`<span class="quiet">${group}/</span>${name}`, buttons(job), beneath(job))}
    <div class="pair">
      ${card('What it is', about(job))}
      ${card('What comes next', next(job))}
    </div>
    ${history(job, query)}
    ${card('Definition', pretty(job.definition), { aside: `revision ${job.revision}` })}`;
}

const gone = (group, name) =>
  html`<section class="card">${empty(
    `There is no job ${name} in group ${group}.`,
    html`It may have been removed; its past is in <a href=${toLedger(group, name)}>the ledger</a>. <a href=${to(['jobs'])}>All jobs</a>`
  )}</section>`;

function buttons(job) {
  const { group, job: name } = job;
  const own = job.source === 'API' && may('admin');
  const leave = async () => (await remove(group, name, job.revision)) && go(to(['jobs']));
  const operate = html`<button class="primary" @click=${() => runNow(group, name)}>Run now …</button>
    <button @click=${() => (paused(job) ? resume : pause)(group, name)}>${paused(job) ? 'Resume' : 'Pause'}</button>`;
  return html`${may('operator') ? operate : nothing}
    <a class="button" href=${toLedger(group, name)}>Ledger</a>
    ${own ? html`<a class="button" href=${to(['jobs', group, name, 'edit'])}>Edit</a>
      <button class="danger" @click=${leave}>Delete …</button>` : nothing}`;
}

/** A paused job that still runs is shown as running; its triggers say that it is paused. */
const paused = (job) =>
  job.state === 'PAUSED' || (job.triggers.length > 0 && job.triggers.every((one) => one.state === 'PAUSED'));

function beneath(job) {
  return html`<p class="beneath">${badge(job.state)}
    ${job.state !== 'PAUSED' && paused(job) ? badge('PAUSED') : nothing}
    ${job.why ? html`<span class="warn">${job.why}</span>` : nothing}
    ${job.description ? html`<span class="quiet">${job.description}</span>` : nothing}
    ${job.running.map((id) => runLink(id, 'the run in progress'))}</p>`;
}

function about(job) {
  const zones = [...new Set(job.triggers.map((one) => one.timeZone).filter(Boolean))].join(', ');
  return html`${facts([
    ['Schedule', job.schedule],
    ['Time zone', zones],
    ['Class', html`<code>${job.class}</code>`],
    ['Owner', job.owner],
    ['Tags', job.tags?.length ? job.tags.map((tag) => html`<span class="tag">${tag}</span>`) : undefined],
    ['Comes from', job.source === 'API' ? 'the interface: it can be edited here' : 'job files: it is edited there'],
    ['Written', job.written ? html`${when(job.written.at)} by ${job.written.by}` : undefined],
    ['Usually takes', usual(job.last) === undefined ? undefined : span(usual(job.last))],
  ])}
  ${job.policies?.length ? html`<h3>Policies</h3><ul class="policies">${job.policies.map((one) => html`<li>${one}</li>`)}</ul>` : nothing}`;
}

function next(job) {
  const pending = job.pending ?? [];
  return html`
    ${pending.length
      ? html`<h3>Attempts to come</h3><ul class="policies">${pending.map((one) => html`<li>${runLink(one.run, one.run)} ${distance(one.due)}</li>`)}</ul>`
      : nothing}
    ${job.triggers.map((trigger) => slots(job, trigger))}
    ${job.triggers.length ? nothing : empty('It has no schedule.', 'It runs when somebody asks for it.')}`;
}

function slots(job, trigger) {
  const alone = job.triggers.length === 1 && trigger.trigger === job.job;
  const rows = trigger.next.map(
    ({ slot, note }) => html`<tr>
      <th scope="row" class="figure">${when(slot, trigger.timeZone)}</th>
      <td class="figure">${distance(slot, trigger.timeZone)}</td>
      <td class="quiet">${note ?? ''}</td>
    </tr>`
  );
  return html`${alone ? nothing : html`<h3>${trigger.trigger} ${badge(trigger.state)} <span class="quiet">${trigger.schedule}</span></h3>`}
    ${trigger.state === 'PAUSED' ? html`<p class="note">Paused: these slots pass and are recorded as skipped.</p>` : nothing}
    ${rows.length
      ? html`<div class="tall">${table(`Next slots of ${trigger.trigger}`, [['Slot', 'figure'], ['From now', 'figure'], ['Note']], rows)}</div>`
      : empty('No slot lies ahead.', 'Its schedule is over.')}`;
}
