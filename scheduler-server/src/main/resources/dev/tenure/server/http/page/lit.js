// The one place that names the library and its version.
export { html, svg, nothing, render } from './vendor/lit-html-3.3.2/lit-html.js';
export { repeat } from './vendor/lit-html-3.3.2/directives/repeat.js';
