// SPDX-License-Identifier: Apache-2.0
// The picture of an installed site as PNG, for systems that take no SVG: ../icon.svg drawn again, on the house's paper and
// within the middle four fifths, so that systems may cut the corners as they like.
import { deflateSync } from "node:zlib";

const paper = [253, 252, 249], accent = [11, 90, 105], white = [255, 255, 255];
// In the 32 units of the SVG's view.
const crown = { x: 16, y: 14, radius: 12 };
const foot = [[14, 25.8], [14, 30], [19, 25.8]];
const boughs = [[[16, 21], [16, 9]], [[16, 15], [20.5, 11]], [[16, 17], [11.5, 13]]];
const stroke = 2.4;
const scale = 0.8;

function distance([[ax, ay], [bx, by]], x, y) {
  const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
  const on = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - on * (bx - ax), y - ay - on * (by - ay));
}

function inTriangle([a, b, c], x, y) {
  const side = ([ax, ay], [bx, by]) => (x - bx) * (ay - by) - (ax - bx) * (y - by);
  const signs = [side(a, b), side(b, c), side(c, a)];
  return signs.every((sign) => sign >= 0) || signs.every((sign) => sign <= 0);
}

/** `across` and `down` from 0 to 1. */
function colourAt(across, down) {
  const x = 16 + (across - 0.5) * 32 / scale, y = 16 + (down - 0.5) * 32 / scale;
  if (boughs.some((bough) => distance(bough, x, y) <= stroke / 2)) return white;
  return Math.hypot(x - crown.x, y - crown.y) <= crown.radius || inTriangle(foot, x, y) ? accent : paper;
}

// Of Node only since 20; Debian 12 has 18.
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; ++bit) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** RGB, each point the mean of 3 × 3 samples: edges without steps. */
export function iconPng(size) {
  const samples = 3;
  const rows = Buffer.alloc(size * (1 + size * 3));
  for (let y = 0; y < size; ++y)
    for (let x = 0; x < size; ++x) {
      const sum = [0, 0, 0];
      for (let i = 0; i < samples * samples; ++i) {
        const across = (x + (i % samples + 0.5) / samples) / size, down = (y + (Math.floor(i / samples) + 0.5) / samples) / size;
        colourAt(across, down).forEach((part, channel) => { sum[channel] += part; });
      }
      sum.forEach((part, channel) => { rows[y * (1 + size * 3) + 1 + x * 3 + channel] = Math.round(part / (samples * samples)); });
    }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head), chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0)),
  ]);
}
