// A mirror in memory: takes updates (docs/protocol.md, rules 1 to 11), knows its digest, and lives in a JSON file.
//
//   const mirror = new Mirror('main');
//   mirror.apply(readUpdate(answer));
//   mirror.objects([]);               // a Map, '"a"' to '{"id":"a","n":2}': the root's
//   mirror.objects(['messages']);
//
// Ids are canonical texts, objects the texts that were put in.

import {open, readFile, rename} from 'node:fs/promises';
import {blake2b256} from './blake2b.js';
import {canonical} from './jsontext.js';
import {DEFAULT_KEY} from './update.js';

const MASK = (1n << 256n) - 1n;

class MirroredSet {
  constructor(path) {
    this.path = path; // canonical text
    this.key = canonical(DEFAULT_KEY);
    this.objects = new Map(); // canonical id to text
    this.sets = new Map(); // canonical id to MirroredSet
  }

  plain() {
    return {key: this.key, objects: [...this.objects], sets: [...this.sets].map(([id, inner]) => [id, inner.plain()])};
  }
}

/** Rule 11: what one member adds to the digest. */
export function memberDigest(path, id, text) {
  const parts = [];
  for (const part of [path, id, text]) {
    const bytes = Buffer.from(part);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(bytes.length));
    parts.push(length, bytes);
  }
  return BigInt(`0x${Buffer.from(blake2b256(Buffer.concat(parts))).reverse().toString('hex')}`);
}

export class Mirror {
  #sum = 0n;

  constructor(tree) {
    this.tree = tree;
    this.#clear('');
  }

  #clear(collection) {
    this.collection = collection;
    this.generation = 0n; // 0: it holds nothing yet
    this.base = 0n; // of a first sync that is not whole yet (rule 8)
    this.whole = false; // between two pages: a state that the server never had
    this.root = new MirroredSet('[]');
    this.#sum = 0n;
  }

  get digest() {
    return this.#sum.toString(16).padStart(64, '0');
  }

  /** The parameters of the request for what comes next, by name. */
  query() {
    if (this.generation === 0n) return {};
    const query = {since: String(this.generation), collection: this.collection};
    return this.base ? {...query, base: String(this.base)} : query;
  }

  /** The objects of a set, a Map by canonical id; undefined if there is no such set. */
  objects(path) {
    return path.reduce((found, id) => found?.sets.get(canonical(id)), this.root)?.objects;
  }

  /** Takes the answer to query(). Returns whether the digest is the server's; where it is not, begin anew with an empty mirror.
   *  Throws, and changes nothing, where the update is none for this mirror. */
  apply(update) {
    const goesOn = this.generation !== 0n && !update.reset;
    if (update.tree !== this.tree) throw new Error(`this is an update of ${update.tree}`);
    if (goesOn && (update.collection !== this.collection || update.generation < this.generation))
      throw new Error('the update does not go on from here');
    if (!goesOn) this.#clear(update.collection); // rules 1 and 7
    this.#applySet(this.root, update.root);
    this.generation = update.generation;
    this.whole = !update.more;
    this.base = update.more ? update.base : 0n;
    return !this.whole || update.digest === this.digest;
  }

  #applySet(target, update) {
    if (update.key !== undefined) target.key = canonical(update.key);
    if (update.contents) { // rule 5
      const listed = new Set([...update.objects.map(([id]) => id), ...update.sets.map((inner) => inner.id)]);
      for (const id of [...target.objects.keys(), ...target.sets.keys()]) if (!listed.has(id)) this.#remove(target, id);
    }
    for (const id of update.removals) this.#remove(target, id);
    for (const [id, text] of update.objects) {
      this.#remove(target, id); // the earlier object, or a nested set whose place this one took
      target.objects.set(id, text);
      this.#count(target, id, text, 1n);
    }
    for (const inner of update.sets) {
      if (!target.sets.has(inner.id)) {
        this.#remove(target, inner.id); // an object whose place the set took
        this.#makeSet(target, inner.id);
      }
      this.#applySet(target.sets.get(inner.id), {...inner, key: inner.key ?? DEFAULT_KEY});
    }
  }

  #makeSet(target, id) {
    target.sets.set(id, new MirroredSet(`${target.path.slice(0, -1)}${target.path === '[]' ? '' : ','}${id}]`));
    this.#count(target, id, '', 1n);
  }

  #remove(target, id) {
    if (target.objects.has(id)) {
      this.#count(target, id, target.objects.get(id), -1n);
      target.objects.delete(id);
    } else if (target.sets.has(id)) {
      const gone = target.sets.get(id);
      for (const inner of [...gone.objects.keys(), ...gone.sets.keys()]) this.#remove(gone, inner);
      this.#count(target, id, '', -1n);
      target.sets.delete(id);
    }
  }

  #count(target, id, text, sign) {
    this.#sum = (this.#sum + sign * memberDigest(target.path, id, text)) & MASK;
  }

  /** Writes the mirror; whenever the machine stops, the file is the old one or the new one. */
  async save(fileName) {
    const {tree, collection, generation, base, whole, digest, root} = this;
    const text = JSON.stringify({tree, collection, generation: String(generation), base: String(base), whole, digest, root: root.plain()});
    const file = await open(`${fileName}.new`, 'w');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${fileName}.new`, fileName);
  }

  /** Reads what save() wrote, and adds the digest up anew. Throws where the file was changed. */
  static async load(fileName) {
    const state = JSON.parse(await readFile(fileName, 'utf8'));
    const mirror = new Mirror(state.tree);
    Object.assign(mirror, {collection: state.collection, whole: state.whole});
    Object.assign(mirror, {generation: BigInt(state.generation), base: BigInt(state.base)});
    mirror.#take(mirror.root, state.root);
    if (mirror.digest !== state.digest) throw new Error(`${fileName} was changed: its digest is another`);
    return mirror;
  }

  #take(target, plain) {
    target.key = plain.key;
    for (const [id, text] of plain.objects) {
      target.objects.set(id, text);
      this.#count(target, id, text, 1n);
    }
    for (const [id, inner] of plain.sets) {
      this.#makeSet(target, id);
      this.#take(target.sets.get(id), inner);
    }
  }
}
