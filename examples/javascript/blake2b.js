// BLAKE2b with 256 bits (RFC 7693), without a key. Node's crypto has blake2b512 alone, and its first half is another hash: the length
// is a parameter that goes into the first block. Words of 64 bits are two of 32, low half first; BigInt would be fifty times slower.

const IV = new Uint32Array([
  0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a,
  0xade682d1, 0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19,
]);
const SIGMA = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4], [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13], [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11], [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5], [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
const LANES = [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15], [0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]];
const BLOCK = 128;

/** The hash of a Uint8Array: 32 bytes. */
export function blake2b256(data) {
  const state = IV.slice();
  state[0] ^= 0x01010020; // depth 1, fan-out 1, no key, 32 bytes
  const padded = new Uint8Array(Math.max(1, Math.ceil(data.length / BLOCK)) * BLOCK);
  padded.set(data);
  const words = new DataView(padded.buffer);
  for (let at = 0; at < padded.length; at += BLOCK) {
    const last = at + BLOCK === padded.length;
    compress(state, words, at, last ? data.length : at + BLOCK, last);
  }
  const hash = new DataView(new ArrayBuffer(32));
  for (let i = 0; i < 8; i++) hash.setUint32(i * 4, state[i], true);
  return new Uint8Array(hash.buffer);
}

function compress(state, words, at, counted, last) {
  const v = new Uint32Array(32);
  v.set(state);
  v.set(IV, 16);
  v[24] ^= counted >>> 0;
  v[25] ^= Math.floor(counted / 2 ** 32);
  if (last) {
    v[28] = ~v[28];
    v[29] = ~v[29];
  }
  const m = new Uint32Array(32);
  for (let i = 0; i < 32; i++) m[i] = words.getUint32(at + i * 4, true);
  for (let round = 0; round < 12; round++) {
    const order = SIGMA[round % 10];
    for (let i = 0; i < 8; i++) {
      const [a, b, c, d] = LANES[i];
      mix(v, a * 2, b * 2, c * 2, d * 2, m, order[i * 2] * 2, order[i * 2 + 1] * 2);
    }
  }
  for (let i = 0; i < 16; i++) state[i] ^= v[i] ^ v[i + 16];
}

function mix(v, a, b, c, d, m, x, y) {
  add(v, a, v[b], v[b + 1]);
  add(v, a, m[x], m[x + 1]);
  const low = v[d] ^ v[a];
  v[d] = v[d + 1] ^ v[a + 1]; // turned right by 32
  v[d + 1] = low;
  add(v, c, v[d], v[d + 1]);
  turn(v, b, c, 24);
  add(v, a, v[b], v[b + 1]);
  add(v, a, m[y], m[y + 1]);
  turn(v, d, a, 16);
  add(v, c, v[d], v[d + 1]);
  turn(v, b, c, 63);
}

function add(v, at, low, high) {
  const sum = v[at] + low;
  v[at] = sum;
  v[at + 1] += high + (sum > 0xffffffff ? 1 : 0);
}

/** v[at] = (v[at] ^ v[by]), turned right by so many bits. */
function turn(v, at, by, bits) {
  const low = v[at] ^ v[by];
  const high = v[at + 1] ^ v[by + 1];
  if (bits === 63) { // left by 1
    v[at] = (low << 1) | (high >>> 31);
    v[at + 1] = (high << 1) | (low >>> 31);
  } else {
    v[at] = (low >>> bits) | (high << (32 - bits));
    v[at + 1] = (high >>> bits) | (low << (32 - bits));
  }
}
