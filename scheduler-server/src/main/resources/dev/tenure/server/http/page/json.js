// Whether a text is a JSON object, and if not where it goes wrong. Browsers do not say where.

const WHITE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const PLAIN = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y;

/** What is wrong, with line and column; undefined when nothing is. */
export function problemIn(text) {
  try {
    const tree = JSON.parse(text);
    return tree !== null && typeof tree === 'object' && !Array.isArray(tree)
      ? undefined
      : 'It must be an object: { "key": value, … }';
  } catch {
    return `Not JSON yet, ${place(text)}`;
  }
}

function place(text) {
  let at = 0;
  const wrong = (expected) => {
    throw { at, expected };
  };
  const skip = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    at += found ? found[0].length : 0;
    return Boolean(found);
  };
  const next = (character) => {
    skip(WHITE);
    const is = text[at] === character;
    at += is ? 1 : 0;
    return is;
  };
  const entries = (end, entry) => {
    if (next(end)) {
      return;
    }
    do {
      entry();
    } while (next(','));
    next(end) || wrong(`a comma or ${end}`);
  };
  const value = () => {
    if (next('{')) {
      entries('}', member);
    } else if (next('[')) {
      entries(']', value);
    } else if (!skip(STRING) && !skip(PLAIN)) {
      wrong('a value');
    }
  };
  const member = () => {
    skip(WHITE);
    skip(STRING) || wrong('a key in double quotes');
    next(':') || wrong('a colon');
    value();
  };
  try {
    value();
    skip(WHITE);
    at === text.length || wrong('the end');
    return 'for a reason unknown';
  } catch (found) {
    const before = text.slice(0, found.at).split('\n');
    return `line ${before.length}, column ${before.at(-1).length + 1}: expected ${found.expected}`;
  }
}
