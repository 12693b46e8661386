// A job as JSON: a new one, or one that came through the interface. The next slots are shown while one
// writes, and nothing is changed before it is saved.
import { Unreachable, call, jobPath } from './api.js';
import { changed } from './frame.js';
import { problemIn } from './json.js';
import { html, nothing } from './lit.js';
import { say } from './notice.js';
import { broken, card, empty, heading, icon, loading, table } from './parts.js';
import { go, toJob } from './router.js';
import { may } from './session.js';
import { failure, read, stale } from './store.js';
import { distance, when, zone } from './time.js';

const WAIT_MS = 400;

const EXAMPLE = {
  class: 'dev.tenure.examples.LogJob',
  cron: '*/5 * * * *',
  'time-zone': zone(),
  description: 'What it is for',
  data: { message: 'hello' },
};

// One draft for each place that is edited; it stays when one looks elsewhere in between.
const drafts = new Map();

export const title = ({ parts }) => (parts[0] === 'new' ? 'New job' : `Edit ${parts[2]}`);

export function view({ parts, query }) {
  if (!may('admin')) {
    return html`${heading(title({ parts }))}
      <section class="card">${empty('This is for admins.', 'To define jobs needs a token with the role admin.')}</section>`;
  }
  if (parts[0] === 'new') {
    return fresh(query.get('group') ?? read('/v1/groups').data?.groups[0]?.group ?? 'default');
  }
  const [, group, name] = parts;
  const entry = read(jobPath(group, name));
  const failed = failure(entry);
  if (failed) {
    return html`${heading(`Edit ${name}`)} ${broken('the job', failed.error)}`;
  }
  if (entry.data === undefined) {
    return html`${heading(`Edit ${name}`)} ${loading('the job')}`;
  }
  return existing(entry.data);
}

function draftOf(key, make) {
  if (!drafts.has(key)) {
    const draft = { key, previewed: undefined, problems: [], refused: undefined, ...make() };
    drafts.set(key, draft);
    preview(draft);
  }
  return drafts.get(key);
}

function fresh(group) {
  const draft = draftOf('new', () => ({ group, name: '', text: JSON.stringify(EXAMPLE, null, 2), headers: { 'If-None-Match': '*' } }));
  const set = (field) => (event) => {
    draft[field] = event.target.value.trim();
    later(draft);
  };
  const groups = read('/v1/groups').data?.groups ?? [];
  return html`${heading('New job')}
    <section class="card" aria-label="Where"><div class="filters">
      <label>Group <select .value=${draft.group} @change=${set('group')}>
        ${groups.map((one) => html`<option value=${one.group} ?selected=${one.group === draft.group}>${one.group}</option>`)}
      </select></label>
      <label>Name <input required pattern="[A-Za-z0-9][A-Za-z0-9._\\-]*" maxlength="100" .value=${draft.name} @input=${set('name')}
        autocomplete="off" spellcheck="false" placeholder="nightly-report"></label>
    </div></section>
    ${form(draft)}`;
}

function existing(job) {
  const key = `${job.group}/${job.job}`;
  const draft = draftOf(key, () => ({
    group: job.group,
    name: job.job,
    text: JSON.stringify(job.definition, null, 2),
    revision: job.revision,
    headers: { 'If-Match': `"${job.revision}"` },
  }));
  const elsewhere = draft.revision !== job.revision;
  const again = () => {
    drafts.delete(key);
    changed();
  };
  return html`${heading(`Edit ${job.job}`, html`<a class="button" href=${toJob(job.group, job.job)}>Back</a>`)}
    ${job.source === 'API' ? nothing : html`<p class="note">${icon('DUE')} This job comes from job files and is edited there; it cannot be saved here.</p>`}
    ${elsewhere
      ? html`<p class="note">${icon('DUE')} Somebody has changed it meanwhile. <button class="small" @click=${again}>Take the new state, drop my changes</button></p>`
      : nothing}
    ${form(draft)}`;
}

function form(draft) {
  const wrong = problemIn(draft.text);
  const edit = (event) => {
    draft.text = event.target.value;
    later(draft);
  };
  const save = (event) => {
    event.preventDefault();
    store(draft);
  };
  return html`<form class="pair" @submit=${save}>
    ${card('Definition', html`
      <label class="hidden" for="definition">The job as JSON, in the words of a job file</label>
      <textarea id="definition" class="code" rows="22" spellcheck="false" .value=${draft.text} @input=${edit}
        aria-describedby="definition-check" aria-invalid=${wrong || draft.problems.length ? 'true' : 'false'}></textarea>
      <div id="definition-check" class="check" aria-live="polite">${said(draft, wrong)}</div>
      <div class="buttons"><button class="primary" ?disabled=${Boolean(wrong) || !draft.name}>Save</button>
        ${draft.name ? nothing : html`<span class="quiet">It needs a name.</span>`}</div>`)}
    ${card('Its next slots', slots(draft, wrong))}
  </form>`;
}

function said(draft, wrong) {
  if (wrong) {
    return html`<p class="bad">${wrong}</p>`;
  }
  const all = [...(draft.refused ? [{ problem: draft.refused }] : []), ...draft.problems];
  return all.length
    ? html`<ul class="problems">${all.map((one) => html`<li>${one.path ? html`<code>${one.path}</code>: ` : nothing}${one.problem}</li>`)}</ul>`
    : html`<p class="quiet">${draft.previewed ? 'It is well-formed, and nothing is saved yet.' : 'Nothing is saved yet.'}</p>`;
}

function slots(draft, wrong) {
  if (wrong || draft.problems.length || !draft.previewed) {
    return empty('They are shown here as soon as the definition is right.');
  }
  if (!draft.previewed.length) {
    return empty('No slot lies ahead.', 'Without a schedule it runs when somebody asks for it.');
  }
  const jobZone = JSON.parse(draft.text)['time-zone'];
  const rows = draft.previewed.map(
    (slot) => html`<tr><th scope="row" class="figure">${when(slot, jobZone)}</th><td class="figure">${distance(slot)}</td></tr>`
  );
  return table('The next slots of this definition', [['Slot', 'figure'], ['From now', 'figure']], rows);
}

function later(draft) {
  clearTimeout(draft.timer);
  draft.refused = undefined;
  draft.timer = setTimeout(() => preview(draft), WAIT_MS);
  changed();
}

async function preview(draft) {
  if (problemIn(draft.text)) {
    return;
  }
  const asked = draft.text;
  try {
    const answer = await call('POST', `${jobPath(draft.group, draft.name || 'new')}/preview`, { body: asked });
    note(draft, asked, answer.next, []);
  } catch (error) {
    note(draft, asked, undefined, problemsOf(error));
  }
}

/** An answer that comes after one has written on says nothing any more. */
function note(draft, asked, previewed, problems) {
  if (asked === draft.text) {
    Object.assign(draft, { previewed, problems });
    changed();
  }
}

const problemsOf = (error) => (error.problems?.length ? error.problems : [{ problem: error.message }]);

async function store(draft) {
  const { group, name, text, headers } = draft;
  try {
    await call('PUT', jobPath(group, name), { body: text, headers });
    drafts.delete(draft.key);
    stale();
    say(`Saved ${group}/${name}.`);
    go(toJob(group, name));
  } catch (error) {
    if (error.problems?.length) {
      draft.problems = error.problems;
    } else {
      draft.refused = error instanceof Unreachable ? 'The node does not answer; it is not known whether it was saved.' : error.message;
    }
    changed();
  }
}
