#!/usr/bin/env node
// Mirrors one tree of a GenMirror server, and asks for changes. Written from docs/protocol.md; needs Node 18 or later alone.
//
//   client.js URL TREE [--file FILE] [--limit N] [--follow [--poll]]    says "COLLECTION GENERATION DIGEST" of each state
//   client.js URL TREE --batch < operations.json                        changes the tree as one transaction
//   GENMIRROR_TOKEN=gmt_… client.js …

import {randomUUID} from 'node:crypto';
import {existsSync, realpathSync} from 'node:fs';
import {text as textOf} from 'node:stream/consumers';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {Connection, Failed, StreamBroken} from './connection.js';
import {Cursor, NumberText, parse} from './jsontext.js';
import {Mirror} from './mirror.js';
import {readUpdate} from './update.js';

const POLL_SECONDS = 30; // one long poll; the server takes 60 at most
const AGAIN_SECONDS = 5; // until a server that does not answer is asked again
const STREAM_AGAIN = 300; // seconds until a stream that something in between holds back is tried again

export class Client {
  #connection;
  #address;
  #fileName;
  #limit;
  #changed;

  /** `changed(mirror)` is called after each update that left the mirror whole. `limit`: members of a page. One call of a method at a
   *  time: wait for its promise. */
  constructor(connection, tree, {fileName, limit = 10_000, changed = () => {}} = {}) {
    this.#connection = connection;
    this.#address = `/v1/trees/${encodeURIComponent(tree)}`;
    this.#fileName = fileName;
    this.#limit = String(limit);
    this.#changed = changed;
    this.mirror = new Mirror(tree);
  }

  /** Takes the mirror that is in the file, if there is one and it is what was saved. */
  async load() {
    if (!this.#fileName || !existsSync(this.#fileName)) return;
    try {
      const loaded = await Mirror.load(this.#fileName);
      if (loaded.tree === this.mirror.tree) this.mirror = loaded;
    } catch (error) {
      console.error(`${this.#fileName} cannot be used, so all is fetched anew: ${error.message}`);
    }
  }

  /** Fetches all pages of what is new; with `wait` seconds until there is something. */
  async pull(wait = 0) {
    do {
      const waits = wait > 0 && this.mirror.whole;
      await this.#take(await this.#updates(waits ? {wait: String(wait)} : {}, wait));
    } while (!this.mirror.whole);
  }

  async #updates(more, wait) {
    const query = new URLSearchParams({...this.mirror.query(), limit: this.#limit, ...more});
    return readUpdate(await this.#connection.request('GET', `${this.#address}/updates?${query}`, {seconds: 30 + wait}));
  }

  async #take(update) {
    const before = stateOf(this.mirror);
    if (!this.mirror.apply(update)) {
      console.error('the mirror differs from the server; all is fetched anew');
      this.mirror = new Mirror(this.mirror.tree);
      while (!this.mirror.whole)
        if (!this.mirror.apply(await this.#updates({}, 0)))
          throw new Failed(0, 'the mirror differs from the server although all was fetched anew');
    }
    if (stateOf(this.mirror) === before) return;
    if (this.#fileName) await this.mirror.save(this.#fileName); // each page, so that a first sync that breaks off goes on from there
    if (this.mirror.whole) await this.#changed(this.mirror);
  }

  /** Pulls, and then stays level: by the event stream, or while there is none by long polling. Goes on when the server comes back;
   *  rejects with Failed if it refuses. */
  async follow({push = true} = {}) {
    let noStreamUntil = push ? 0 : Infinity;
    let waits = 0;
    for (;;) {
      try {
        await this.pull(waits);
        if (performance.now() >= noStreamUntil && !(await this.#listen())) noStreamUntil = performance.now() + STREAM_AGAIN * 1000;
        waits = performance.now() < noStreamUntil ? POLL_SECONDS : 0;
      } catch (error) {
        if (!(error instanceof Failed) || (error.status > 0 && error.status < 500 && error.status !== 429)) throw error;
        console.error(`trying again in ${AGAIN_SECONDS} s: ${error.message}`);
        await sleep(AGAIN_SECONDS * 1000);
      }
    }
  }

  /** Listens until the stream ends. Resolves with whether anything was heard. */
  async #listen() {
    let heard = false;
    try {
      for await (const {event, data} of this.#connection.events(this.mirror.tree, this.#lastEventId())) {
        heard = true;
        await this.#hear(event, data);
      }
    } catch (error) {
      if (!(error instanceof StreamBroken)) throw error;
    }
    return heard;
  }

  #lastEventId() {
    const {tree, collection, generation, digest} = this.mirror;
    return `${tree}.${collection}.${generation}.${digest}`;
  }

  async #hear(event, data) {
    if (event === 'update') {
      const {since, text} = readPushed(data);
      const update = readUpdate(text);
      if (update.collection === this.mirror.collection && since === this.mirror.generation) await this.#take(update);
      else if (update.collection !== this.mirror.collection || update.generation !== this.mirror.generation) await this.pull();
    } else if (event === 'generation') {
      const told = parse(data);
      const generation = BigInt(told.named('generation').text);
      if (generation === 0n) throw new Failed(404, `the tree ${this.mirror.tree} was removed`);
      const {collection, digest} = this.mirror;
      if (told.named('collection') !== collection || generation !== this.mirror.generation || told.named('digest') !== digest)
        await this.pull();
    }
  }

  /** Does operations as one transaction and takes their update into the mirror. `operations` is the text of a JSON array, so that the
   *  texts of objects stay as they are; see operation(). Resolves with the generation, a BigInt. Rejects with ChangedMeanwhile if a
   *  condition does not hold, NotAllowed, or Failed; then nothing was changed. */
  async batch(operations) {
    const query = new URLSearchParams(this.mirror.whole ? this.mirror.query() : {});
    const answer = await this.#connection.request('POST', `${this.#address}/batch?${query}`, {
      body: `{"operations":${operations}}`,
      headers: {'Content-Type': 'application/json', 'Idempotency-Key': randomUUID()},
    });
    let generation = 0n;
    const cursor = new Cursor(answer);
    for (const name of cursor.members()) {
      const [value, text] = cursor.value();
      if (name === 'generation' && value instanceof NumberText) generation = BigInt(text);
      else if (name === 'updates') await this.#take(readUpdate(text));
    }
    if (!this.mirror.whole) await this.pull();
    return generation;
  }
}

function stateOf({collection, generation, whole}) {
  return `${collection}.${generation}.${whole}`;
}

function readPushed(data) {
  const pushed = {since: 0n, text: ''};
  const cursor = new Cursor(data);
  for (const name of cursor.members()) {
    const [value, text] = cursor.value();
    if (name === 'since' && value instanceof NumberText) pushed.since = BigInt(text);
    else if (name === 'updates') pushed.text = text;
  }
  return pushed;
}

/** The text of one operation: operation('add', {set: ['messages']}, '{"id":7}'). Numbers past 2^53 belong into the text. */
export function operation(op, fields = {}, objectText = undefined) {
  const text = JSON.stringify({op, ...fields});
  return objectText === undefined ? text : `${text.slice(0, -1)},"object":${objectText}}`;
}

async function main() {
  const {values, positionals} = parseArgs({
    allowPositionals: true,
    options: {
      file: {type: 'string'}, limit: {type: 'string'}, follow: {type: 'boolean'}, poll: {type: 'boolean'}, batch: {type: 'boolean'},
    },
  });
  if (positionals.length !== 2) throw new Error('usage: client.js URL TREE [--file FILE] [--limit N] [--follow [--poll] | --batch]');
  const [url, tree] = positionals;
  const say = ({collection, generation, digest}) => console.log(`${collection} ${generation} ${digest}`);
  const connection = new Connection(url, process.env.GENMIRROR_TOKEN);
  const client = new Client(connection, tree, {fileName: values.file, limit: values.limit, changed: values.follow ? say : undefined});
  await client.load();
  if (values.batch) await client.batch(await textOf(process.stdin));
  else if (values.follow) {
    if (client.mirror.whole) say(client.mirror);
    await client.follow({push: !values.poll});
  }
  await client.pull();
  say(client.mirror);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`client.js: ${error.message}`);
    process.exitCode = 1;
  });
}
