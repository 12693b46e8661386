// All jobs, with search and filters; several can be acted on at once.
import { each, pause, resume, runNow } from './acts.js';
import { path } from './api.js';
import { strip } from './charts.js';
import { confirm } from './dialog.js';
import { html, nothing, repeat } from './lit.js';
import { badge, broken, empty, heading, hidden, jobLink, loading, table } from './parts.js';
import { amend, amended, to } from './router.js';
import { may } from './session.js';
import { read, readAs } from './store.js';
import { distance } from './time.js';
import { count } from './words.js';

const PAGE = 100;
const STATES = ['SCHEDULED', 'RUNNING', 'PAUSED', 'UNUSABLE', 'FINISHED'];

export const title = () => 'Jobs';

export function view({ query }) {
  const search = query.get('search') ?? '';
  const group = query.get('group') ?? '';
  const state = query.get('state') ?? '';
  const after = query.get('after') ?? '';
  const entry = readAs('jobs', path('/v1/jobs', { search, group, state, after, limit: PAGE }));
  const chosen = new Set((query.get('chosen') ?? '').split(',').filter(Boolean));
  const add = may('admin') ? html`<a class="button" href=${to(['new'])}>New job</a>` : nothing;
  return html`${heading('Jobs', add)}
    ${filters(search, group, state)}
    <section class="card flush ${entry.old ? 'old' : ''}" aria-label="Jobs">
      ${entry.data ? list(entry.data, chosen, { search, group, state, after }) : entry.error ? broken('the jobs', entry.error) : loading('the jobs')}
    </section>`;
}

function filters(search, group, state) {
  const groups = read('/v1/groups').data?.groups ?? [];
  const set = (name) => (event) => amend({ [name]: event.target.value, after: '' });
  return html`<form class="filters" role="search" @submit=${(event) => event.preventDefault()}>
    <label>Search <input type="search" .value=${search} @input=${set('search')} autocomplete="off" spellcheck="false"></label>
    <label>Group <select .value=${group} @change=${set('group')}>
      <option value="">all</option>
      ${groups.map((one) => html`<option value=${one.group} ?selected=${one.group === group}>${one.group}</option>`)}
    </select></label>
    <label>State <select .value=${state} @change=${set('state')}>
      <option value="">any</option>
      ${STATES.map((one) => html`<option value=${one} ?selected=${one === state}>${one.toLowerCase()}</option>`)}
    </select></label>
  </form>`;
}

const id = (job) => `${job.group}/${job.job}`;

function list(data, chosen, filter) {
  const { jobs, total, after } = data;
  if (!jobs.length) {
    const filtered = filter.search || filter.group || filter.state;
    return filtered
      ? empty('No job matches.', html`<a href=${to(['jobs'])}>Show all jobs</a>`)
      : empty('There are no jobs yet.', html`Write some into <code>conf/jobs.conf</code>${may('admin') ? html`, or <a href=${to(['new'])}>make one here</a>` : nothing}.`);
  }
  const shownJobs = jobs.filter((job) => chosen.has(id(job)));
  const choose = (next) => amend({ chosen: [...next].join(',') });
  const all = html`<label><span class="hidden">Choose all that are shown</span><input type="checkbox"
    .checked=${shownJobs.length === jobs.length} .indeterminate=${shownJobs.length > 0 && shownJobs.length < jobs.length}
    @change=${(event) => choose(event.target.checked ? jobs.map(id) : [])}></label>`;
  const seen = [['Job'], ['State'], ['Schedule', 'wide'], ['Last 20 runs'], ['Next', 'figure']];
  const columns = may('operator') ? [[all, 'tick'], ...seen, [hidden('What to do'), 'figure']] : seen;
  return html`${may('operator') ? bulk(jobs, chosen, choose) : nothing}
    ${table('Jobs', columns, repeat(jobs, id, (job) => row(job, chosen, choose)))}
    <footer class="pages">
      <span class="quiet">${jobs.length === total ? count(total, 'job') : `${jobs.length} of ${count(total, 'job')}`}</span>
      ${filter.after ? html`<a href=${amended({ after: '' })}>First page</a>` : nothing}
      ${after ? html`<a href=${amended({ after })}>Next page</a>` : nothing}
    </footer>`;
}

function row(job, chosen, choose) {
  const me = id(job);
  const toggle = (event) => {
    const next = new Set(chosen);
    event.target.checked ? next.add(me) : next.delete(me);
    choose(next);
  };
  return html`<tr class=${chosen.has(me) ? 'chosen' : ''}>
    ${may('operator')
      ? html`<td class="tick"><label><span class="hidden">Choose ${me}</span><input type="checkbox" .checked=${chosen.has(me)} @change=${toggle}></label></td>`
      : nothing}
    <th scope="row">${jobLink(job.group, job.job)}<div class="quiet about">${job.description ?? job.class}</div></th>
    <td>${badge(job.state)}${job.why ? html`<div class="quiet about">${job.why}</div>` : nothing}</td>
    <td class="wide about">${job.schedule}</td>
    <td>${strip(job.last)}</td>
    <td class="figure">${job.next ? distance(job.next) : html`<span class="quiet">–</span>`}</td>
    ${may('operator')
      ? html`<td class="figure"><div class="buttons">
          <button class="small" @click=${() => runNow(job.group, job.job)}>Run<span class="hidden"> ${me} now</span></button>
          ${pauseButton(job)}
        </div></td>`
      : nothing}
  </tr>`;
}

/** One button, so that it keeps the focus when it turns into its opposite. */
function pauseButton(job) {
  const paused = job.state === 'PAUSED';
  const act = () => (paused ? resume : pause)(job.group, job.job);
  return html`<button class="small" @click=${act}>${paused ? 'Resume' : 'Pause'}<span class="hidden"> ${id(job)}</span></button>`;
}

function bulk(jobs, chosen, choose) {
  const those = [...chosen].map((one) => {
    const [group, ...name] = one.split('/');
    return { group, job: name.join('/') };
  });
  if (!those.length) {
    return nothing;
  }
  const act = (verb, done) => async () => {
    const sure = those.length === 1 || (await confirm(`${verbWord(verb)} ${those.length} jobs?`, names(those), verbWord(verb)));
    if (sure) {
      await each(those, verb, done);
    }
  };
  return html`<div class="bulk" role="group" aria-label="What to do with the chosen jobs">
    <strong>${count(those.length, 'job')} chosen</strong>
    <button class="small" @click=${act('trigger', 'Asked for runs of')}>Run now</button>
    <button class="small" @click=${act('pause', 'Paused')}>Pause</button>
    <button class="small" @click=${act('resume', 'Resumed')}>Resume</button>
    <button class="plain" @click=${() => choose([])}>Choose none</button>
  </div>`;
}

const verbWord = (verb) => (verb === 'trigger' ? 'Run' : verb[0].toUpperCase() + verb.slice(1));

const names = (those) =>
  those.slice(0, 8).map((job) => `${job.group}/${job.job}`).join(', ') + (those.length > 8 ? ` and ${those.length - 8} more` : '');
