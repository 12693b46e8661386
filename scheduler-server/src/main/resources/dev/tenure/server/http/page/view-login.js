// What one sees who has not shown a token yet, or whose session has ended.
import { Unreachable } from './api.js';
import { changed } from './frame.js';
import { html } from './lit.js';
import { heading, icon } from './parts.js';
import { logIn, session } from './session.js';

let refused;
let busy = false;

export const title = () => 'Log in';

export function view() {
  return html`${heading('Log in')}
    <section class="card login" aria-label="Log in">
      ${session.state === 'ENDED' ? ended() : html`<p>This node shows itself to those alone who have a token.</p>`}
      <form @submit=${submit}>
        <label for="token">Token</label>
        <input id="token" name="token" type="password" required autocomplete="current-password" spellcheck="false"
          aria-describedby="login-check" aria-invalid=${refused ? 'true' : 'false'} ?disabled=${busy}>
        <p id="login-check" class="check ${refused ? 'bad' : 'quiet'}" role="status">
          ${refused ?? html`It begins with <code>tenure_</code>. Whoever keeps the tokens of this cluster makes one with <code>tenure token</code>.`}
        </p>
        <div class="buttons"><button class="primary" ?disabled=${busy}>Log in</button></div>
      </form>
    </section>`;
}

const ended = () => html`<p class="ended">${icon('DUE')} <strong>Your session has ended.</strong></p>
  <p>It lasts twelve hours at most, and ends when the node is restarted or the token is taken back. Log in again to go
    on where you were; nothing that was asked for is lost.</p>`;

async function submit(event) {
  event.preventDefault();
  const form = event.target;
  busy = true;
  refused = undefined;
  changed();
  try {
    await logIn(form.elements.token.value.trim());
    form.reset();
  } catch (error) {
    refused = error instanceof Unreachable ? 'The node does not answer; try again.' : words(error);
  }
  busy = false;
  changed();
}

function words(error) {
  return { 'wrong-token': 'This node does not know that token.' }[error.code] ?? error.message;
}

