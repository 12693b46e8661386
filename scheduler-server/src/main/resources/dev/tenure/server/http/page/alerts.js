// What a person should know: a card where there is something, and nothing where there is not.
import { html, nothing } from './lit.js';
import { badge, card, jobLink, table } from './parts.js';
import { read } from './store.js';
import { coarse, when } from './time.js';
import { count, figure } from './words.js';

const names = {
  'run-failed': 'failed for good',
  'slot-missed': 'slot missed',
  'no-success': 'no success',
  'no-leader': 'no leader',
  'store-nearly-full': 'etcd nearly full',
};

export function alertsCard() {
  const open = read('/v1/alerts').data?.alerts ?? [];
  if (!open.length) {
    return nothing;
  }
  const rows = open.map(
    (alert) => html`<tr>
      <td>${badge('FAILED', names[alert.kind] ?? alert.kind)}</td>
      <th scope="row">${about(alert)}</th>
      <td class="figure">${when(alert.since)}</td>
      <td class="figure">${coarse(Date.now() - Date.parse(alert.last))}</td>
      <td class="figure">${figure(alert.total)}</td>
      <td>${alert.message}</td>
    </tr>`
  );
  const columns = [['Alert'], ['About'], ['Since', 'figure'], ['Last, ago', 'figure'], ['Times', 'figure'], ['What happened']];
  return card('Alerts', table('Alerts that are open', columns, rows), {
    aside: count(open.length, 'alert'),
    className: 'attention',
  });
}

function about(alert) {
  if (alert.job) {
    return jobLink(alert.group, alert.job);
  }
  return alert.group ? `group ${alert.group}` : 'the cluster';
}
