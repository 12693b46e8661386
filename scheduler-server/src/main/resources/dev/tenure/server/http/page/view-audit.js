// What was changed through the interface, by whom.
import { path } from './api.js';
import { html, nothing } from './lit.js';
import { broken, empty, heading, jobLink, loading, pretty, runLink, table } from './parts.js';
import { amend, amended, to } from './router.js';
import { may } from './session.js';
import { read, readAs } from './store.js';
import { when } from './time.js';

const PAGE = 50;
const KINDS = ['define', 'delete', 'trigger', 'pause', 'resume', 'interrupt', 'resign', 'drain', 'undrain'];

const words = {
  define: 'defined',
  delete: 'deleted',
  trigger: 'asked for a run of',
  pause: 'paused',
  resume: 'resumed',
  interrupt: 'interrupted a run of',
  resign: 'had handed over',
  drain: 'drained',
  undrain: 'had take part again',
};

export const title = () => 'Audit';

export function view({ query }) {
  if (!may('admin')) {
    return html`${heading('Audit')}
      <section class="card">${empty('This is for admins.', 'The trail of changes needs a token with the role admin.')}</section>`;
  }
  const filter = Object.fromEntries(['group', 'job', 'who', 'what', 'before'].map((name) => [name, query.get(name) ?? '']));
  const entry = readAs('audit', path('/v1/audit', { ...filter, limit: PAGE }));
  return html`${heading('Audit', nothing, html`<p class="quiet">What was changed through the interface, the newest first</p>`)}
    ${filters(filter)}
    <section class="card flush ${entry.old ? 'old' : ''}" aria-label="Changes">
      ${entry.data ? list(entry.data, filter) : entry.error ? broken('the changes', entry.error) : loading('the changes')}
    </section>`;
}

function filters(filter) {
  const groups = read('/v1/groups').data?.groups ?? [];
  const set = (name) => (event) => amend({ [name]: event.target.value.trim(), before: '' });
  return html`<form class="filters" role="search" @submit=${(event) => event.preventDefault()}>
    <label>Group <select .value=${filter.group} @change=${set('group')}>
      <option value="">all</option>
      ${groups.map((one) => html`<option value=${one.group} ?selected=${one.group === filter.group}>${one.group}</option>`)}
    </select></label>
    <label>What <select .value=${filter.what} @change=${set('what')}>
      <option value="">anything</option>
      ${KINDS.map((one) => html`<option value=${one} ?selected=${one === filter.what}>${one}</option>`)}
    </select></label>
    <label>Job <input .value=${filter.job} @change=${set('job')} autocomplete="off" spellcheck="false"></label>
    <label>Who <input .value=${filter.who} @change=${set('who')} autocomplete="off" spellcheck="false"></label>
  </form>`;
}

function list({ entries, before }, filter) {
  if (!entries.length) {
    const filtered = filter.group || filter.job || filter.who || filter.what;
    return filtered
      ? empty('Nothing matches.', html`<a href=${to(['audit'])}>Show all changes</a>`)
      : empty('Nothing was changed yet.', 'Changes of job files are not here: whoever keeps the files knows of them.');
  }
  const rows = entries.map(
    (one) => html`<tr>
      <td class="figure">${when(one.at)}</td>
      <th scope="row">${one.who}<div class="quiet">${one.role}</div></th>
      <td>${words[one.what] ?? one.what} ${subject(one)}
        ${one.run ? html`<div>${runLink(one.run, 'the run')}</div>` : nothing} ${isOfNode(one) ? nothing : difference(one)}</td>
      <td>${one.from}<div class="quiet">by ${one.node}</div></td>
    </tr>`
  );
  return html`${table('Changes, the newest first', [['When', 'figure'], ['Who'], ['What'], ['From']], rows)}
    <footer class="pages">
      ${filter.before ? html`<a href=${amended({ before: '' })}>The newest</a>` : nothing}
      ${before ? html`<a href=${amended({ before })}>Older ones</a>` : nothing}
    </footer>`;
}

/** The group is that in whose trail it stands. */
const isOfNode = ({ what }) => what === 'drain' || what === 'undrain';

function subject(one) {
  if (isOfNode(one)) {
    return html`node ${one.after?.node} <span class="quiet">(group ${one.group})</span>`;
  }
  return one.job ? jobLink(one.group, one.job) : `group ${one.group}`;
}

function difference({ before, after }) {
  if (!before && !after) {
    return nothing;
  }
  return html`<details><summary>Definition</summary>
    ${before ? html`<h3>Before</h3>${pretty(before)}` : nothing}
    ${after ? html`<h3>After</h3>${pretty(after)}` : nothing}</details>`;
}
