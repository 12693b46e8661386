// Whether a text is a JSON object, and if not where it goes wrong.

/** What is wrong, with line and column where that is known; undefined when nothing is. */
export function problemIn(text) {
  let tree;
  try {
    tree = JSON.parse(text);
  } catch (error) {
    return `Not JSON yet${place(text, error.message)}: ${plain(error.message)}`;
  }
  return tree !== null && typeof tree === 'object' && !Array.isArray(tree)
    ? undefined
    : 'It must be an object: { "key": value, … }';
}

function place(text, message) {
  const at = /position (\d+)/.exec(message);
  if (!at) {
    return '';
  }
  const before = text.slice(0, Number(at[1])).split('\n');
  return `, line ${before.length}, column ${before.at(-1).length + 1}`;
}

const plain = (message) => message.replace(/ in JSON at position.*| at position.*|, "[^]*$/, '').toLowerCase();
