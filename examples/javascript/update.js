// Reads an update of the native dialect (docs/protocol.md, "Updates") without changing the text of any object.

import {canonical, Cursor, Members, NumberText} from './jsontext.js';

export const DEFAULT_KEY = Members.of(['attribute', 'id']);

/** The update that a text holds: {tree, collection, generation, more, base, reset, digest, root}; generation and base are BigInts.
 *  Throws a SyntaxError where it is not one. */
export function readUpdate(text) {
  const cursor = new Cursor(text);
  const header = {tree: '', collection: '', generation: 0n, more: false, base: 0n, reset: false, digest: ''};
  header.root = readSet(cursor, header);
  cursor.end();
  const {tree, collection, generation, more, digest} = header;
  if (!tree || !collection || generation < 1n || (!digest && !more)) throw new SyntaxError('this is no update of the native dialect');
  return header;
}

/** A set's part: {id, key, contents, objects: [[id, text]], removals: [id], sets}; ids are canonical texts. `contents`: the objects
 *  are all that there are (rule 5). `key` is undefined where it is not said. */
function readSet(cursor, header) {
  const set = {id: '', key: undefined, contents: false, objects: [], removals: [], sets: []};
  const found = new Set();
  for (const name of cursor.members()) {
    if (found.has(name)) throw new SyntaxError(`${name} stands there twice`);
    found.add(name);
    if (name === 'adds' || name === 'contents') {
      set.contents = name === 'contents';
      for (const _ of cursor.elements()) set.objects.push(readObject(cursor, set.key ?? DEFAULT_KEY));
    } else if (name === 'removals') {
      for (const _ of cursor.elements()) set.removals.push(canonical(cursor.value()[0]));
    } else if (name === 'sets') {
      for (const _ of cursor.elements()) set.sets.push(readSet(cursor, null));
    } else {
      const [value] = cursor.value();
      if (name === 'key') set.key = value;
      else if (name === 'id' && !header) set.id = canonical(value);
      else if (header && Object.hasOwn(header, name)) {
        const told = value instanceof NumberText ? BigInt(value.text) : value;
        if (typeof told !== typeof header[name]) throw new SyntaxError(`${name} is not what it should be`);
        header[name] = told;
      }
    }
  }
  if (!header && !set.id) throw new SyntaxError('a nested set has no id');
  return set;
}

function readObject(cursor, key) {
  if (key === 'explicit') {
    const pair = [];
    for (const _ of cursor.elements()) pair.push(cursor.value());
    if (pair.length !== 2) throw new SyntaxError('an id and an object were expected');
    return [canonical(pair[0][0]), pair[1][1]];
  }
  const [value, text] = cursor.value();
  if (key === 'value') return [canonical(value), text];
  const attribute = key.named('attribute');
  const id = value instanceof Members ? value.named(attribute) : undefined;
  if (id === undefined) throw new SyntaxError(`an object has no ${attribute}`);
  return [canonical(id), text];
}
