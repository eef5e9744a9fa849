// SPDX-License-Identifier: Apache-2.0
// The sign of an installed site: two speech bubbles, one before the other, on the house's ground. One description gives
// both forms; everything stands in the middle four fifths, so that systems may cut the corners as they like.
import { deflateSync } from "node:zlib";

const ground = [11, 90, 105];
// Rounded rectangles with a tail, in hundredths: left, top, right, bottom, radius; the tail's three points.
const bubbles = [
  { colour: [143, 204, 214], box: [24, 22, 68, 52, 9], tail: [[32, 50], [32, 64], [46, 50]] },
  { colour: [253, 252, 249], box: [36, 40, 80, 70, 9], tail: [[58, 68], [72, 68], [72, 82]] },
];

const hex = (colour) => `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}`;

export function iconSvg() {
  const shapes = bubbles.map(({ colour, box: [left, top, right, bottom, radius], tail }) =>
    `<g fill="${hex(colour)}"><rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" rx="${radius}"/>` +
    `<path d="M${tail.map((point) => point.join(" ")).join("L")}Z"/></g>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" fill="${hex(ground)}"/>` +
    `${shapes.join("")}</svg>\n`;
}

function inBox([left, top, right, bottom, radius], x, y) {
  const dx = Math.max(left + radius - x, x - right + radius, 0), dy = Math.max(top + radius - y, y - bottom + radius, 0);
  return dx * dx + dy * dy <= radius * radius;
}

function inTriangle([a, b, c], x, y) {
  const side = ([ax, ay], [bx, by]) => (x - bx) * (ay - by) - (ax - bx) * (y - by);
  const signs = [side(a, b), side(b, c), side(c, a)];
  return signs.every((sign) => sign >= 0) || signs.every((sign) => sign <= 0);
}

function colourAt(x, y) {
  for (const { colour, box, tail } of [...bubbles].reverse()) if (inBox(box, x, y) || inTriangle(tail, x, y)) return colour;
  return ground;
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
        const across = (x + (i % samples + 0.5) / samples) * 100 / size, down = (y + (Math.floor(i / samples) + 0.5) / samples) * 100 / size;
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
