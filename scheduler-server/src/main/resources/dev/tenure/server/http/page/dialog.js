// The one dialog. The browser keeps the focus inside, closes it with Escape, and gives the focus back.
import { html, nothing, render } from './lit.js';
import { problemIn } from './json.js';

const element = () => document.getElementById('dialog');

/** Shows the content until it calls back with a value, or until it is put away; then undefined. */
function show(content) {
  return new Promise((resolve) => {
    const dialog = element();
    let value;
    const done = (chosen) => {
      value = chosen;
      dialog.close();
    };
    const draw = () => render(content(done, draw), dialog);
    dialog.addEventListener(
      'close',
      () => {
        render(nothing, dialog);
        resolve(value);
      },
      { once: true }
    );
    draw();
    dialog.showModal();
  });
}

/** Asks whether to do something that is felt. Answers true or undefined. */
export function confirm(title, text, label) {
  return show(
    (done) => html`<h2 id="dialog-title">${title}</h2>
      <p>${text}</p>
      <div class="buttons">
        <button autofocus @click=${() => done()}>Leave it</button>
        <button class="danger" @click=${() => done(true)}>${label}</button>
      </div>`
  );
}

/** Asks for the data of one run. Answers the object, or undefined if it shall not be. */
export function askForData(job, data = {}) {
  let text = Object.keys(data).length ? JSON.stringify(data, null, 2) : '{}';
  return show((done, draw) => {
    const problem = problemIn(text);
    const edit = (event) => {
      text = event.target.value;
      draw();
    };
    const submit = (event) => {
      event.preventDefault();
      if (!problem) {
        done(JSON.parse(text));
      }
    };
    return html`<form @submit=${submit}>
      <h2 id="dialog-title">Run ${job} now</h2>
      <label for="dialog-data">Data for this run alone, over that of the job</label>
      <textarea id="dialog-data" class="code" rows="8" spellcheck="false" autofocus .value=${text}
        aria-describedby="dialog-check" aria-invalid=${problem ? 'true' : 'false'} @input=${edit}></textarea>
      <p id="dialog-check" class="check ${problem ? 'bad' : 'quiet'}" aria-live="polite">
        ${problem ?? 'A JSON object; {} runs it as it is defined.'}
      </p>
      <div class="buttons">
        <button type="button" @click=${() => done()}>Cancel</button>
        <button class="primary" ?disabled=${Boolean(problem)}>Run now</button>
      </div>
    </form>`;
  });
}
