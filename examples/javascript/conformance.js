#!/usr/bin/env node
// Plays the conformance histories on the mirror of this folder, without a server: conformance.js HISTORIES.jsonl
//
// Each answer that the file has for a client is given to that client's mirror, after its question was compared with the file's.

import {readFileSync} from 'node:fs';
import {isDeepStrictEqual} from 'node:util';
import {Mirror} from './mirror.js';
import {readUpdate} from './update.js';

/** A text with values for its variables: any 32 hexadecimal digits, always the same for a collection. */
function filled(text) {
  return text.replace(/\$\{(\w+)\}/g, (_, name) => Buffer.from(name).toString('hex').padStart(32, '0'));
}

function order(list, key) {
  return [...list].sort((left, right) => (key(left) < key(right) ? -1 : 1));
}

/** All sets from this one down, as the file tells them. */
function setsOf({path, key, objects, sets}) {
  const here = {set: path, key, objects: order(objects, ([id]) => id)};
  return [here, ...[...sets.values()].flatMap(setsOf)];
}

function* play(history) {
  const mirrors = new Map();
  for (const [number, step] of history.steps.entries()) {
    if (step.client === undefined) continue;
    if (!mirrors.has(step.client)) mirrors.set(step.client, new Mirror(filled('${T}')));
    const mirror = mirrors.get(step.client);
    const expected = Object.fromEntries(Object.entries(step.query).map(([name, value]) => [name, filled(value)]));
    if (!isDeepStrictEqual(mirror.query(), expected)) yield `step ${number}: asks ${JSON.stringify(mirror.query())}`;
    const isEqual = mirror.apply(readUpdate(filled(step.answer)));
    if (!isEqual || mirror.digest !== (step.digest ?? mirror.digest)) yield `step ${number}: the digest is ${mirror.digest}`;
  }
  const {generation, digest, sets} = history.final;
  const expected = order(sets.map((set) => ({...set, objects: order(set.objects, ([id]) => id)})), ({set}) => set);
  for (const [name, mirror] of mirrors) {
    if (mirror.generation !== BigInt(generation) || mirror.digest !== digest) yield `${name} ends at ${mirror.generation} with ${mirror.digest}`;
    const ends = order(setsOf(mirror.root), ({set}) => set);
    if (!isDeepStrictEqual(ends, expected)) yield `${name} ends with other sets: ${JSON.stringify(ends)}`;
  }
}

let played = 0;
let problems = 0;
for (const line of readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean)) {
  const history = JSON.parse(line);
  played++;
  for (const problem of play(history)) {
    problems++;
    console.log(`${history.name}, ${problem}`);
  }
}
console.log(`${played} histories, ${problems} problems`);
process.exitCode = problems > 0 || played === 0 ? 1 : 0;
