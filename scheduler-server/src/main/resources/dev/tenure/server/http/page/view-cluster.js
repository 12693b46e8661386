// The nodes, who leads each group and who led it before.
import { drain, handOver, undrain } from './acts.js';
import { alertsCard } from './alerts.js';
import { groupPath } from './api.js';
import { sinceWhen } from './groups.js';
import { html, nothing } from './lit.js';
import { badge, broken, card, empty, facts, heading, icon, loading, shown, table } from './parts.js';
import { nodeUrl, to } from './router.js';
import { may } from './session.js';
import { failure, read } from './store.js';
import { coarse, span, when } from './time.js';
import { count, figure } from './words.js';

export const title = () => 'Cluster';

export function view() {
  const status = read('/v1/status');
  const nodes = read('/v1/nodes');
  const groups = read('/v1/groups');
  const members = read('/v1/etcd');
  const failed = failure(nodes, groups);
  if (failed) {
    return html`${heading('Cluster')} ${broken('the cluster', failed.error)}`;
  }
  return html`${heading('Cluster', nothing, status.data ? etcd(status.data) : nothing)}
    ${alertsCard()}
    ${card('Nodes', shown(nodes, 'the nodes', nodeTable), { aside: nodes.data ? count(nodes.data.nodes.length, 'node') : nothing })}
    ${groups.data ? groups.data.groups.map((group) => groupCards(group, status.data)) : loading('the groups')}
    ${card('etcd', shown(members, 'the members of etcd', memberTable), { aside: status.data ? `as ${status.data.node} reaches it` : nothing })}`;
}

function memberTable({ members }) {
  const rows = members.map(
    (one) => html`<tr>
      <th scope="row">${one.member}</th>
      <td>${one.reached ? badge(one.leads ? 'LEADER' : 'FOLLOWER', one.leads ? 'leads' : 'follows') : badge('FAILED', 'not reached')}</td>
      <td class="figure">${one.reached ? span(one.latencyMillis) : '–'}</td>
      <td class="figure">${one.reached ? `${figure(Math.ceil(one.databaseBytes / 1024))} KiB` : '–'}</td>
      <td>${one.version ?? '–'}</td>
      <td>${one.address || '–'}</td>
    </tr>`
  );
  const columns = [['Member'], ['State'], ['Latency', 'figure'], ['Database', 'figure'], ['Version'], ['Address']];
  return members.length ? table('Members of etcd', columns, rows) : empty('No member is known.');
}

function etcd(status) {
  const endpoints = status.etcd.endpoints.join(', ');
  return html`<p class="quiet">
    ${status.etcd.reachable ? badge('SUCCEEDED', 'etcd answers') : badge('FAILED', 'etcd does not answer')}
    at ${endpoints}, asked by ${status.node}
  </p>`;
}

function nodeTable({ nodes, drained = [] }) {
  const marks = new Map(drained.map((one) => [one.node, one]));
  const versions = new Set(nodes.map((node) => node.version));
  const rows = nodes.map(
    (node) => html`<tr>
      <th scope="row">${node.node}</th>
      <td>${marks.has(node.node) ? html`<div>${drainedBadge(marks.get(node.node))}</div>` : nothing}${node.groups.map(
        (one) => html`<div>${badge(one.state, one.state === 'LEADER' ? `leads ${one.group}` : place(one))}</div>`
      )}</td>
      <td class="figure">${figure(node.running ?? 0)}</td>
      <td>${node.version}${versions.size > 1 ? html` <span class="warn">differs</span>` : nothing}</td>
      <td class="figure">${node.pid}</td>
      <td>${node.address ? html`<a href="${nodeUrl(node.address)}/${location.hash}">${node.address}</a>` : '–'}</td>
      ${may('operator') ? html`<td class="acts">${drainButton(node.node, marks.has(node.node))}</td>` : nothing}
    </tr>`
  );
  const columns = [['Node'], ['In its groups'], ['Running', 'figure'], ['Version'], ['Process', 'figure'], ['Page']];
  if (may('operator')) {
    columns.push(['Acts']);
  }
  return html`${nodes.length ? table('Nodes of the cluster', columns, rows) : empty('No node is known.')}
    ${versions.size > 1 ? html`<p class="note">${icon('DUE')} Versions differ: ${[...versions].join(', ')}. That is fine during an upgrade, and not for long.</p>` : nothing}`;
}

const drainedBadge = (mark) => badge('PAUSED', `drained ${mark.by ? `by ${mark.by} ` : ''}since ${when(mark.since)}`);

const drainButton = (node, drained) =>
  drained
    ? html`<button class="small" @click=${() => undrain(node)}>Take part again</button>`
    : html`<button class="small" @click=${() => drain(node)}>Drain …</button>`;

const place = (one) => `${one.place ? `place ${one.place}` : 'waits'} in ${one.group}`;

function groupCards(summary, status) {
  const entry = read(groupPath(summary.group));
  const group = entry.data ?? summary;
  const own = status?.groups.find((one) => one.group === group.group);
  const aside = group.leader && may('operator')
    ? html`<button class="small" @click=${() => handOver(group.group, group.leader)}>Hand over …</button>`
    : nothing;
  return html`<div class="pair">
    ${card(`Group ${group.group}`, html`${leader(group)} ${numbers(group, own)} ${queue(group)}`, { aside })}
    ${card(`Terms of ${group.group}`, terms(entry), { aside: 'as this node saw them since it started' })}
  </div>`;
}

function leader(group) {
  if (!group.leader) {
    return html`<div class="lead without">${icon('ERROR')}
      <div><p class="big">Nobody leads</p><p class="quiet">Nothing is started until somebody does.</p></div></div>`;
  }
  return html`<div class="lead">${icon('LEADER')}
    <div>
      <p class="big">${group.leader.node} <span class="quiet">leads</span></p>
      <p class="quiet">term ${group.leader.term}, ${sinceWhen(group.leader)}, process ${group.leader.pid}</p>
      ${group.leaseMillis === undefined ? nothing : html`<p class="quiet">its lease lasts ${Math.round(group.leaseMillis / 1000)} s if it is not renewed</p>`}
    </div></div>`;
}

const standings = {
  SAME: 'this node has what was applied',
  NEWER: 'this node’s are newer than what was applied',
  OLDER: 'this node’s are older than what was applied',
};

function numbers(group, own) {
  const stuck = own?.stuck ?? [];
  return facts([
    ['Jobs', html`<a href=${to(['jobs'], { group: group.group })}>${figure(group.jobs)}</a>`],
    ['Paused', figure(group.paused ?? 0)],
    ['Running', figure(group.running ?? 0)],
    ['Overdue', group.overdue ? html`<span class="warn">${figure(group.overdue)}</span>` : '0'],
    ['Ledger', group.ledgerBytes === undefined ? undefined : `${figure(Math.ceil(group.ledgerBytes / 1024))} KiB`],
    ['Job files', standings[own?.jobFiles?.standing]],
    ['Stuck', stuck.length ? html`<span class="warn">${stuck.join(', ')}</span>` : undefined],
  ]);
}

function queue(group) {
  const waiting = (group.queue ?? []).filter((one) => one.node !== group.leader?.node || one.term !== group.leader?.term);
  return html`<h3>Queue</h3>
    ${waiting.length
      ? html`<ol class="queue">${waiting.map((one) => html`<li>${one.node} <span class="quiet">${one.address}</span></li>`)}</ol>`
      : html`<p class="quiet">Nobody waits: if the leader goes away, nobody carries on.</p>`}`;
}

function terms(entry) {
  return shown(entry, 'the terms', ({ terms: past = [] }) => {
    if (!past.length) {
      return empty('No term has been seen yet.', 'They are listed from the start of this node on.');
    }
    const rows = past.map(
      (term) => html`<tr>
        <td class="figure">${term.term}</td>
        <th scope="row">${term.node}</th>
        <td class="figure">${when(term.since)}</td>
        <td class="figure">${term.until ? coarse(Date.parse(term.until) - Date.parse(term.since)) : coarse(Date.now() - Date.parse(term.since))}</td>
        <td>${term.until ? (term.cause ?? 'not known') : badge('LEADER')}</td>
        <td class="figure">${term.gapMillis === undefined ? '–' : span(term.gapMillis)}</td>
      </tr>`
    );
    const columns = [['Term', 'figure'], ['Node'], ['Since', 'figure'], ['Led for', 'figure'], ['Ended by'], ['Gap before', 'figure']];
    return table('Terms, the newest first', columns, rows);
  });
}
