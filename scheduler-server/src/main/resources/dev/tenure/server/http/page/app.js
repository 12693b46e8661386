// The frame of all views: who answers, where one is, and whether what one sees is of this moment.
import { leave } from './acts.js';
import { changed, drawWith, keep, kept } from './frame.js';
import { html, nothing, render, svg } from './lit.js';
import { live, start } from './live.js';
import { noticeBoard } from './notice.js';
import { broken, empty, heading, icon } from './parts.js';
import { here, nodeUrl, to } from './router.js';
import { admitted, look, may, session } from './session.js';
import { read } from './store.js';
import { clock, coarse, wishZone, zoneWish, zones } from './time.js';
import * as audit from './view-audit.js';
import * as cluster from './view-cluster.js';
import * as edit from './view-edit.js';
import * as job from './view-job.js';
import * as jobs from './view-jobs.js';
import * as ledger from './view-ledger.js';
import * as login from './view-login.js';
import * as now from './view-now.js';
import * as run from './view-run.js';
import * as timeline from './view-timeline.js';

const NAV = [['now', 'Now'], ['jobs', 'Jobs'], ['ledger', 'Ledger'], ['timeline', 'Timeline'], ['cluster', 'Cluster']];

const nowhere = {
  title: () => 'Not found',
  view: () => html`${heading('Nothing is here')}
    <section class="card">${empty('This address leads to no view.', html`<a href=${to(['now'])}>To what runs now</a>`)}</section>`,
};

function viewOf({ parts }) {
  const [first, , third, fourth] = parts;
  switch (first) {
    case 'now': return now;
    case 'cluster': return cluster;
    case 'audit': return audit;
    case 'jobs': return !third ? jobs : fourth === 'edit' ? edit : job;
    case 'new': return edit;
    case 'runs': return parts.length >= 5 ? run : nowhere;
    case 'ledger': return ledger;
    case 'timeline': return timeline;
    default: return nowhere;
  }
}

const root = document.getElementById('app');
let place = '';

function draw() {
  const at = here();
  if (!admitted()) {
    drawDoor(at);
    return;
  }
  const view = viewOf(at);
  const status = read('/v1/status').data;
  render(html`
    <a class="skip" href="#main" @click=${skip}>To the content</a>
    <header class="top">
      <a class="brand" href=${to(['now'])}>${mark()}<span>Tenure</span></a>
      <nav aria-label="Views"><ul>${nav().map(([name, text]) => html`<li>
        <a href=${to([name])} aria-current=${current(at, name) ? 'page' : nothing}>${text}</a></li>`)}</ul></nav>
      <div class="tools">${pill(status)} ${zoneSwitch()} ${themeSwitch()} ${reader()}</div>
    </header>
    ${banner(status)}
    <main id="main" tabindex="-1" class=${live.state === 'LOST' ? 'lost' : ''}>${looked(view, at)}</main>
    <footer class="bottom quiet">${status ? `${status.node}, Tenure ${status.version}` : 'Tenure'}</footer>
    ${noticeBoard()}`, root);
  arrive(at, view);
}

/** What one sees before one is let in: nothing of the cluster. */
function drawDoor(at) {
  document.getElementById('dialog').close();
  render(html`
    <header class="top"><span class="brand">${mark()}<span>Tenure</span></span>
      <div class="tools">${themeSwitch()}</div></header>
    <main id="main" tabindex="-1">${session.state === 'UNKNOWN' ? html`<h1>Tenure</h1><p>Loading …</p>` : login.view()}</main>
    ${noticeBoard()}`, root);
  document.title = session.state === 'UNKNOWN' ? 'Tenure' : `${login.title(at)} · Tenure`;
  place = '';
}

const nav = () => (may('admin') ? [...NAV, ['audit', 'Audit']] : NAV);

/** Who is logged in, where anybody is. */
const reader = () =>
  session.state === 'IN'
    ? html`<span class="reader">${session.name} <span class="quiet">${session.role}</span></span>
        <button class="small" @click=${leave}>Log out</button>`
    : nothing;

/** A view that cannot make sense of what it was given must not take the rest of the page with it. */
function looked(view, at) {
  try {
    return view.view(at);
  } catch (error) {
    console.error(error);
    return broken('this view', error);
  }
}

/** A new view is announced by its title and gets the focus; a filter is not new. */
function arrive(at, view) {
  document.title = `${view.title(at)} · Tenure`;
  const path = at.parts.join('/');
  if (place && place !== path) {
    scrollTo(0, 0);
    document.getElementById('main').focus({ preventScroll: true });
  }
  place = path;
}

function skip(event) {
  event.preventDefault();
  document.getElementById('main').focus();
}

const current = ({ parts }, name) => parts[0] === name || (name === 'jobs' && ['runs', 'new'].includes(parts[0]));

const mark = () => html`<svg class="mark" viewBox="0 0 26 20" aria-hidden="true">
  ${svg`<path class="one" d="M0 0h12v5.5H0z"/><path class="two" d="M14 0h12v5.5H14z"/><path class="one" d="M10.2 8h5.6v12h-5.6z"/>`}</svg>`;

const LINES = {
  CONNECTING: ['PLANNED', 'Connecting'],
  LIVE: ['SUCCEEDED', 'Live'],
  POLLED: ['DUE', 'No stream, read every 5 s'],
  LOST: ['FAILED', 'Connection lost, retrying'],
};

function pill(status) {
  const [shape, text] = LINES[live.state];
  return html`<span class="pill ${live.state.toLowerCase()}" role="status">${icon(shape)}<span>${text}</span>
    ${status && live.state === 'LIVE' ? html`<span class="quiet">${status.node}</span>` : nothing}</span>`;
}

/** What keeps one from trusting the page, and what one can do about it. */
function banner(status) {
  if (live.state === 'LOST') {
    return html`<div class="banner bad">${icon('FAILED')}<p><strong>Connection lost, retrying.</strong>
      You see the state of ${clock(live.heard)}, ${coarse(Date.now() - live.heard)} ago.${others(status)}</p></div>`;
  }
  if (status && !status.etcd.reachable) {
    return html`<div class="banner warn">${icon('DUE')}<p><strong>etcd does not answer this node.</strong>
      It shows what it last read; without etcd nothing is started, and everything resumes by itself.</p></div>`;
  }
  return nothing;
}

function others(status) {
  const nodes = (read('/v1/nodes').data?.nodes ?? []).filter((one) => one.address && one.node !== status?.node);
  return nodes.length
    ? html` The same page: ${nodes.map((one, i) => html`${i ? ', ' : ''}<a href="${nodeUrl(one.address)}/${location.hash}">${one.node}</a>`)}`
    : nothing;
}

const zoneSwitch = () => html`<label class="switch"><span class="hidden">Times in</span>
  <select @change=${(event) => wishZone(event.target.value)}>
    ${zones.map(([value, text]) => html`<option value=${value} ?selected=${value === zoneWish()}>${text}</option>`)}
  </select></label>`;

function themeSwitch() {
  const wish = kept('theme', 'system');
  const choose = (event) => {
    const theme = event.target.value;
    keep('theme', theme);
    document.documentElement.dataset.theme = theme;
    changed();
  };
  return html`<label class="switch"><span class="hidden">Appearance</span><select @change=${choose}>
    ${[['system', 'As the system'], ['light', 'Light'], ['dark', 'Dark']].map(
      ([value, text]) => html`<option value=${value} ?selected=${value === wish}>${text}</option>`
    )}</select></label>`;
}

root.replaceChildren();
drawWith(draw);
addEventListener('hashchange', changed);
// What counts up or down does so each second; a hidden tab draws nothing.
setInterval(changed, 1000);
start();
look();
changed();
