// JSON as text: which text a value has, and its canonical text (docs/protocol.md, "Words").
//
// JSON.parse() makes 9007199254740992 of 9007199254740993, so ids would change, and two of them become one. Here a number stays its
// text, whatever its size, and an object the text that was put in.

const MAXIMUM_EXPONENT = 1_000_000_000;
const MAXIMUM_DEPTH = 600; // the server takes 512 for an object; an update nests its sets around it
const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /true|false|null/y;
const WORDS = {true: true, false: false, null: null};
const ESCAPES = {'"': '\\"', '\\': '\\\\', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t'};

/** A number by its text. */
export class NumberText {
  constructor(text) {
    this.text = text;
  }
}

/** Reads a JSON text from its beginning to its end. Every method throws a SyntaxError where something else stands. */
export class Cursor {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.depth = 0;
  }

  /** Whether this character comes next; then it is passed. */
  skip(character) {
    this.#match(SPACE);
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  expect(character) {
    if (!this.skip(character)) this.#fail(`${character} was expected`);
  }

  /** The value that comes next, and its text: objects become arrays of [name, value] in a Members. */
  value() {
    this.#match(SPACE);
    const begin = this.at;
    const value = this.#value();
    return [value, this.text.slice(begin, this.at)];
  }

  /** Yields before each element of an array; the caller reads it. */
  *elements() {
    this.expect('[');
    if (this.skip(']')) return;
    yield;
    while (!this.skip(']')) {
      this.expect(',');
      yield;
    }
  }

  /** Yields each name of an object; the caller reads the value. */
  *members() {
    this.expect('{');
    if (this.skip('}')) return;
    yield this.#name();
    while (!this.skip('}')) {
      this.expect(',');
      yield this.#name();
    }
  }

  end() {
    this.#match(SPACE);
    if (this.at !== this.text.length) this.#fail('there is more after the end');
  }

  #name() {
    this.#match(SPACE);
    const name = this.#match(STRING) ?? this.#fail('a name was expected');
    this.expect(':');
    return JSON.parse(name);
  }

  #value() {
    const first = this.text[this.at];
    if (first === '"') return JSON.parse(this.#match(STRING) ?? this.#fail('a string does not end'));
    if (first !== '[' && first !== '{') {
      const word = this.#match(WORD);
      return word ? WORDS[word] : new NumberText(this.#match(NUMBER) ?? this.#fail('a value was expected'));
    }
    if (++this.depth > MAXIMUM_DEPTH) this.#fail('this is nested too deep');
    const found = first === '[' ? [] : new Members();
    if (first === '[') for (const _ of this.elements()) found.push(this.value()[0]);
    else for (const name of this.members()) found.push([name, this.value()[0]]);
    this.depth--;
    return found;
  }

  #match(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found?.[0];
  }

  #fail(sentence) {
    throw new SyntaxError(`${sentence} at ${this.at}`);
  }
}

/** An object: [name, value] of each, so that a name that stands twice is seen. */
export class Members extends Array {
  /** The value of a member, undefined if there is none. */
  named(name) {
    return this.find((member) => member[0] === name)?.[1];
  }
}

/** The value of a whole text. */
export function parse(text) {
  const cursor = new Cursor(text);
  const [value] = cursor.value();
  cursor.end();
  return value;
}

/** The canonical text of a value that was parsed here, or of a string, BigInt, safe integer, boolean, null or array. */
export function canonical(value) {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return canonicalString(value);
  if (value instanceof NumberText) return canonicalNumber(value.text);
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return canonicalNumber(String(value));
  if (value instanceof Members) {
    if (new Set(value.map(([name]) => name)).size !== value.length) throw new SyntaxError('a name stands twice in an object');
    const inOrder = Array.from(value).sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
    return `{${inOrder.map(([name, inner]) => `${canonicalString(name)}:${canonical(inner)}`).join(',')}}`;
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  throw new TypeError(`${value} has no exact text: give a BigInt, or parse it with jsontext`);
}

export function canonicalString(value) {
  const escaped = (c) => ESCAPES[c] ?? `\\u00${c.charCodeAt(0).toString(16).padStart(2, '0')}`;
  return `"${value.replace(/["\\\u0000-\u001f]/g, escaped)}"`;
}

/** A number by its exact value: 1e3 is 1000, 12.50 is 1.25e1, -0 is 0. */
export function canonicalNumber(text) {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!parts) throw new SyntaxError(`${text.slice(0, 40)} is no number`);
  const [, sign, whole, fraction = '', exponent = '0'] = parts;
  if (Math.abs(Number(exponent)) > MAXIMUM_EXPONENT) throw new SyntaxError(`the exponent of ${text.slice(0, 40)} is too large`);
  const digits = whole + fraction;
  const untrailed = digits.replace(/0+$/, '');
  const significant = untrailed.replace(/^0+/, '');
  if (significant === '') return '0';
  const power = Number(exponent) - fraction.length + digits.length - untrailed.length;
  if (power >= 0 && significant.length + power <= 40) return sign + significant + '0'.repeat(power);
  const point = significant.length > 1 ? `.${significant.slice(1)}` : '';
  return `${sign}${significant[0]}${point}e${power + significant.length - 1}`;
}
