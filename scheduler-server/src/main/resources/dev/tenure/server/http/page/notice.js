// What has just been done, or could not be, said once in a corner and to screen readers.
import { changed } from './frame.js';
import { html } from './lit.js';
import { icon } from './parts.js';

const STAY_MS = 10_000;
let notices = [];

/** Says something; errors stay until they are put away. */
export function say(text, { bad = false, more } = {}) {
  const notice = { text, bad, more };
  notices = [...notices.slice(-3), notice];
  if (!bad) {
    setTimeout(() => putAway(notice), STAY_MS);
  }
  changed();
}

function putAway(notice) {
  notices = notices.filter((one) => one !== notice);
  changed();
}

export const noticeBoard = () => html`<div class="notices" role="status">
  ${notices.map(
    (notice) => html`<div class="notice ${notice.bad ? 'bad' : ''}">
      ${icon(notice.bad ? 'FAILED' : 'SUCCEEDED')}
      <p>${notice.text} ${notice.more ?? ''}</p>
      <button class="plain" @click=${() => putAway(notice)}>Dismiss</button>
    </div>`
  )}
</div>`;
