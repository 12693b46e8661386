// The small pieces that all views are made of.
import { Unreachable } from './api.js';
import { html, nothing, svg } from './lit.js';
import { toJob, toRun } from './router.js';
import { stale } from './store.js';
import { stateWord } from './words.js';

// Each state has a shape of its own, besides its colour and its word.
const shapes = {
  SUCCEEDED: svg`<circle cx="6" cy="6" r="4.5"/>`,
  FAILED: svg`<path d="M2.6 1 6 4.4 9.4 1 11 2.6 7.6 6 11 9.4 9.4 11 6 7.6 2.6 11 1 9.4 4.4 6 1 2.6z"/>`,
  TIMED_OUT: svg`<path d="M2 1h8v2L7.4 6 10 9v2H2V9l2.6-3L2 3z"/>`,
  INTERRUPTED: svg`<path d="M2 2h8v8H2z"/>`,
  LOST: svg`<path d="M6 .8 11.2 6 6 11.2.8 6z"/>`,
  STARTED: svg`<path d="M3 1.2 10.6 6 3 10.8z"/>`,
  SKIPPED: svg`<path d="M1.5 4.8h9v2.4h-9z"/>`,
  DUE: svg`<path d="M6 1 11.4 10.6H.6z"/>`,
  PLANNED: svg`<circle cx="6" cy="6" r="3.7" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
  PAUSED: svg`<path d="M2.4 1.5h2.6v9H2.4zM7 1.5h2.6v9H7z"/>`,
};

const alike = {
  SCHEDULED: 'PLANNED',
  NORMAL: 'PLANNED',
  RUNNING: 'STARTED',
  UNUSABLE: 'FAILED',
  FINISHED: 'INTERRUPTED',
  LEADER: 'STARTED',
  FOLLOWER: 'PLANNED',
  ERROR: 'FAILED',
};

/** The name of a state's colour in the style sheet. */
export const tone = (state) => `s-${(alike[state] ?? state).toLowerCase()}`;

export function icon(state) {
  return html`<svg class="icon ${tone(state)}" viewBox="0 0 12 12" aria-hidden="true">
    ${shapes[alike[state] ?? state] ?? nothing}
  </svg>`;
}

/** Shape, colour and word. */
export function badge(state, word = stateWord(state)) {
  return html`<span class="badge">${icon(state)}<span>${word}</span></span>`;
}

export const jobLink = (group, job) =>
  html`<a class="name" href=${toJob(group, job)}><span class="quiet">${group}/</span>${job}</a>`;

export const runLink = (id, text) => html`<a href=${toRun(id)}>${text}</a>`;

/** A titled part of a view. */
export function card(title, body, { aside = nothing, className = '', id = slug(title) } = {}) {
  return html`<section class="card ${className}" aria-labelledby=${id}>
    <header><h2 id=${id}>${title}</h2><div class="aside">${aside}</div></header>
    ${body}
  </section>`;
}

export const slug = (text) => `h-${text.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;

/**
 * A table that scrolls inside its card where it is too wide.
 *
 * @param caption what it holds, for those who do not see it
 * @param columns [heading, class] for each column
 */
export function table(caption, columns, rows) {
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${caption}>
    <table>
      <caption class="hidden">${caption}</caption>
      <thead>
        <tr>${columns.map(([heading, className = '']) => html`<th scope="col" class=${className}>${heading}</th>`)}</tr>
      </thead>
      <tbody>${rows}</tbody>
    </table>
  </div>`;
}

/** Text for those who hear the page. */
export const hidden = (text) => html`<span class="hidden">${text}</span>`;

/** Nothing is here, and that is meant. */
export const empty = (title, hint = nothing) =>
  html`<div class="empty"><p>${title}</p><p class="quiet">${hint}</p></div>`;

/** Grey bars where text will be. */
export const loading = (what) =>
  html`<div class="loading"><p class="quiet">Reading ${what} …</p><i></i><i></i><i></i></div>`;

/** What could not be read, why, and what to do. */
export function broken(what, error) {
  const why = error instanceof Unreachable ? 'The node does not answer. It is asked again by itself.' : error.message;
  return html`<div class="broken">
    ${icon('FAILED')}
    <div>
      <p><strong>Could not read ${what}.</strong></p>
      <p>${why}</p>
      <button @click=${() => stale()}>Try again</button>
    </div>
  </div>`;
}

/** The view once its data is there; before that, or when it cannot be read, what to say instead. */
export function shown(entry, what, view) {
  if (entry.data !== undefined) {
    return view(entry.data);
  }
  return entry.error ? broken(what, entry.error) : loading(what);
}

/** Terms and what they mean, side by side. Those without a value are left out. */
export function facts(pairs) {
  return html`<dl class="facts">
    ${pairs
      .filter(([, value]) => value !== undefined && value !== '' && value !== nothing)
      .map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}

export const heading = (text, beside = nothing, beneath = nothing) =>
  html`<div class="heading">
    <div><h1>${text}</h1>${beneath}</div>
    <div class="buttons">${beside}</div>
  </div>`;

export const pretty = (tree) => html`<pre tabindex="0">${JSON.stringify(tree, null, 2)}</pre>`;
