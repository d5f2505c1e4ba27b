// Requests to a GenMirror server, each bounded in time and size; event streams beside them.

import {setTimeout as sleep} from 'node:timers/promises';

const NATIVE = 'application/vnd.genmirror+json';
const SECONDS = 30; // until an answer begins, and between its parts
const MAXIMUM_ANSWER = 256 * 1024 * 1024; // bytes
const MAXIMUM_EVENT = 1024 * 1024; // characters: a pushed update has 64 KiB at most
const TRIES = 6; // of a request that the server is too busy for, or that did not get through
const LONGEST_WAIT = 60; // seconds between two tries
const QUIET = 40; // seconds without a heartbeat, then a stream is dead

/** A request that was refused, with the server's sentence. `status` is 0 where there was no answer; `operation` is the index of the
 *  operation of a batch that was refused, undefined if none is named. */
export class Failed extends Error {
  constructor(status, detail, operation) {
    super(operation === undefined ? detail : `operation ${operation}: ${detail}`);
    this.status = status;
    this.operation = operation;
  }
}

/** 401, 403: the token is missing, not valid any more, or allows less. Asking again does not help. */
export class NotAllowed extends Failed {}

/** 412: a condition does not hold: the object is another than the one that the change was made from. Pull, look, and decide. */
export class ChangedMeanwhile extends Failed {}

/** An event stream that broke off, never began, or was silent for too long. */
export class StreamBroken extends Error {}

export class Connection {
  #url;
  #token;
  #pause;

  /** `url` is the server's, as http://127.0.0.1:8765. `pause(seconds)` waits; a test may give another. */
  constructor(url, token, pause = (seconds) => sleep(seconds * 1000)) {
    this.#url = new URL(url);
    const isThisMachine = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(this.#url.hostname);
    if (token && this.#url.protocol !== 'https:' && !isThisMachine)
      throw new Error('a token is sent over https or to this machine alone');
    this.#token = token;
    this.#pause = pause;
  }

  /** The text of a good answer. Waits and asks again where the server is busy (429, 503) or does not answer, so a change that is not
   *  safe to repeat needs an Idempotency-Key. Rejects with Failed. */
  async request(method, address, {body, headers = {}, seconds = SECONDS} = {}) {
    for (let attempt = 0; ; attempt++) {
      const last = attempt === TRIES - 1;
      const patience = new Patience(seconds);
      let answer;
      let text;
      try {
        answer = await this.#fetch(method, address, body, headers, patience.signal);
        text = await bodyOf(answer, patience);
      } catch (error) {
        if (error instanceof Failed) throw error;
        if (last) throw new Failed(0, `no answer from ${this.#url.host}: ${reason(error)}`);
        await this.#pause(Math.min(2 ** attempt / 4, LONGEST_WAIT));
        continue;
      } finally {
        patience.end();
      }
      if (answer.ok) return text;
      if (![429, 503].includes(answer.status) || last) throw failure(answer.status, text);
      const told = answer.headers.get('Retry-After') ?? '';
      await this.#pause(Math.min(Math.max(/^\d{1,5}$/.test(told) ? Number(told) : 1, 1), LONGEST_WAIT));
    }
  }

  #fetch(method, address, body, headers, signal) {
    const all = {Accept: NATIVE, ...headers, ...(this.#token && {Authorization: `Bearer ${this.#token}`})};
    return fetch(new URL(address, this.#url), {method, body, headers: all, signal, redirect: 'error'});
  }

  /** Yields {event, id, data} as they come, and {} for each heartbeat. Ends when the stream does. Rejects with StreamBroken if it breaks
   *  off or is silent for QUIET seconds, with Failed if it is refused. */
  async *events(tree, lastEventId) {
    const patience = new Patience(QUIET);
    try {
      const query = new URLSearchParams({tree, deliver: 'updates'});
      const headers = lastEventId ? {'Last-Event-ID': lastEventId} : {};
      const answer = await this.#fetch('GET', `/v1/events?${query}`, undefined, headers, patience.signal);
      if (!answer.ok) throw failure(answer.status, await bodyOf(answer, patience));
      let fields = {};
      let room = MAXIMUM_EVENT;
      for await (const line of linesOf(answer.body, patience)) {
        room = line.startsWith(':') || line === '' ? MAXIMUM_EVENT : room - line.length;
        if (room < 0) throw new Error('an event is too long');
        const colon = line.indexOf(':');
        if (colon === 0) yield {};
        else if (colon > 0) {
          const name = line.slice(0, colon);
          const value = line.slice(colon + 1).replace(/^ /, '');
          fields[name] = name === 'data' && 'data' in fields ? `${fields.data}\n${value}` : value;
        } else {
          if ('data' in fields) yield fields;
          fields = {};
        }
      }
    } catch (error) {
      throw error instanceof Failed ? error : new StreamBroken(reason(error));
    } finally {
      patience.end();
    }
  }
}

/** Gives up when nothing was heard for so many seconds. */
class Patience {
  #controller = new AbortController();
  #timer;

  constructor(seconds) {
    this.#timer = setTimeout(() => this.#controller.abort(new Error(`nothing came for ${seconds} s`)), seconds * 1000);
  }

  get signal() {
    return this.#controller.signal;
  }

  heard() {
    this.#timer.refresh();
  }

  end() {
    clearTimeout(this.#timer);
    this.#controller.abort();
  }
}

async function bodyOf(answer, patience) {
  const pieces = [];
  let bytes = 0;
  for await (const piece of answer.body ?? []) {
    patience.heard();
    bytes += piece.length;
    if (bytes > MAXIMUM_ANSWER) throw new Failed(0, 'the answer is too long; ask with a smaller limit');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

async function* linesOf(stream, patience) {
  let rest = '';
  for await (const piece of stream.pipeThrough(new TextDecoderStream())) {
    patience.heard();
    const lines = (rest + piece).split('\n');
    rest = lines.pop();
    if (rest.length > MAXIMUM_EVENT) throw new Error('a line of the event stream is too long');
    yield* lines;
  }
}

function reason(error) {
  return error.cause?.code ?? error.cause?.message ?? error.message;
}

function failure(status, text) {
  let problem = {};
  try {
    problem = JSON.parse(text) ?? {};
  } catch {
    // not a problem of this server; a proxy's page, perhaps
  }
  const detail = typeof problem.detail === 'string' ? problem.detail : `the server answered ${status}`;
  const Kind = {401: NotAllowed, 403: NotAllowed, 412: ChangedMeanwhile}[status] ?? Failed;
  return new Kind(status, detail, problem.operation);
}
