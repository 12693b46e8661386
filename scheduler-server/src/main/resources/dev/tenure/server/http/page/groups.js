// Who leads a group, wherever that is shown.
import { html, nothing } from './lit.js';
import { badge, icon } from './parts.js';
import { to } from './router.js';
import { coarse, when } from './time.js';
import { count } from './words.js';

/** One line for each group. */
export function leaderLine(group) {
  return html`<li class=${group.leader ? '' : 'without'}>
    <a href=${to(['cluster'])}>${group.group}</a>
    ${group.leader
      ? html`<span>${icon('LEADER')} <strong>${group.leader.node}</strong> leads</span>
          <span class="quiet">term ${group.leader.term}, for ${leading(group.leader)}</span>`
      : html`<span>${badge('ERROR', 'nobody leads: nothing is started')}</span>`}
    <span class="quiet">${count(group.jobs, 'job')}${group.paused ? `, ${group.paused} paused` : nothing}</span>
  </li>`;
}

export const leading = (leader) => coarse(Date.now() - Date.parse(leader.since));

export const sinceWhen = (leader) => html`since ${when(leader.since)}, for ${leading(leader)}`;
