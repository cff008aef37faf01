// A QR code (ISO/IEC 18004) of a short text: byte mode, error correction M, versions 1 to 10, mask 0.
// It is drawn here because what it says may never reach the server.

const CHECKS = [0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26]; // check bytes of a block, by version
const BLOCKS = [[], [16], [28], [44], [32, 32], [43, 43], [27, 27, 27, 27], [31, 31, 31, 31]].concat([
  [38, 38, 39, 39],
  [36, 36, 36, 37, 37],
  [43, 43, 43, 43, 44],
]); // data bytes of each block
const ALIGNED = [[], [], [18], [22], [26], [30], [34], [22, 38], [24, 42], [26, 46], [28, 50]];
const FORMAT = 0b101010000010010; // level M, mask 0, with its own check bits

const powers = [1];
while (powers.length < 255) {
  const next = powers.at(-1) << 1;
  powers.push(next > 255 ? next ^ 0x11d : next);
}
const logs = new Map(powers.map((value, place) => [value, place]));
const times = (a, b) => (a && b ? powers[(logs.get(a) + logs.get(b)) % 255] : 0);

function checkBytes(data, count) {
  let generator = [1];
  for (let place = 0; place < count; place += 1) {
    const shifted = [...generator, 0];
    for (const [at, value] of generator.entries()) shifted[at + 1] ^= times(value, powers[place]);
    generator = shifted;
  }
  const rest = [...data, ...new Array(count).fill(0)];
  for (let at = 0; at < data.length; at += 1) {
    const lead = rest[at];
    for (const [place, value] of generator.entries()) rest[at + place] ^= times(value, lead);
  }
  return rest.slice(data.length);
}

function codewords(bytes, version) {
  const room = BLOCKS[version].reduce((sum, size) => sum + size, 0);
  const length = bytes.length.toString(2).padStart(version < 10 ? 8 : 16, "0");
  const body = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  let bits = `0100${length}${body}0000`.slice(0, room * 8);
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, "0");
  const data = bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2));
  for (let pad = 0; data.length < room; pad += 1) data.push(pad % 2 ? 0x11 : 0xec);
  const blocks = BLOCKS[version].map((size) => data.splice(0, size));
  const checks = blocks.map((block) => checkBytes(block, CHECKS[version]));
  return [...interleaved(blocks), ...interleaved(checks)];
}

function interleaved(blocks) {
  const longest = Math.max(...blocks.map((block) => block.length));
  const rows = Array.from({ length: longest }, (_row, at) => blocks.map((block) => block[at]));
  return rows.flat().filter((byte) => byte !== undefined);
}

class Grid {
  constructor(version) {
    this.size = 17 + 4 * version;
    this.cells = Array.from({ length: this.size }, () => new Array(this.size).fill(null));
  }

  set(row, column, dark) {
    if (row >= 0 && column >= 0 && row < this.size && column < this.size) this.cells[row][column] = dark;
  }

  square(row, column, radius, isDark) {
    for (let y = -radius; y <= radius; y += 1) {
      for (let x = -radius; x <= radius; x += 1) {
        this.set(row + y, column + x, isDark(Math.max(Math.abs(y), Math.abs(x))));
      }
    }
  }
}

function patterns(grid, version) {
  const last = grid.size - 7;
  for (const [row, column] of [
    [3, 3],
    [3, last + 3],
    [last + 3, 3],
  ]) {
    grid.square(row, column, 4, (ring) => ring === 3 || ring < 2);
  }
  for (let at = 8; at < grid.size - 8; at += 1) {
    grid.set(6, at, at % 2 === 0);
    grid.set(at, 6, at % 2 === 0);
  }
  const lines = version > 1 ? [6, ...ALIGNED[version]] : [];
  for (const row of lines) {
    for (const column of lines) {
      const corner =
        (row === 6 && (column === 6 || column === lines.at(-1))) || (column === 6 && row === lines.at(-1));
      if (!corner) grid.square(row, column, 2, (ring) => ring !== 1);
    }
  }
  marks(grid, version);
}

function marks(grid, version) {
  const end = grid.size - 1;
  for (let bit = 0; bit < 15; bit += 1) {
    const dark = Boolean((FORMAT >> bit) & 1);
    const near = bit + (bit > 5 ? 1 : 0);
    grid.set(bit < 8 ? near : end - 14 + bit, 8, dark);
    grid.set(8, bit < 8 ? end - bit : 14 - bit + (bit < 9 ? 1 : 0), dark);
  }
  grid.set(grid.size - 8, 8, true);
  if (version < 7) return;
  let check = version << 12;
  for (let bit = 17; bit > 11; bit -= 1) if ((check >> bit) & 1) check ^= 0x1f25 << (bit - 12);
  const told = (version << 12) | check;
  for (let bit = 0; bit < 18; bit += 1) {
    const dark = Boolean((told >> bit) & 1);
    const [near, far] = [Math.floor(bit / 3), grid.size - 11 + (bit % 3)];
    grid.set(near, far, dark);
    grid.set(far, near, dark);
  }
}

function fill(grid, bytes) {
  const bits = bytes.flatMap((byte) => [...byte.toString(2).padStart(8, "0")].map(Number));
  let up = true;
  for (let right = grid.size - 1; right > 0; right -= 2) {
    if (right === 6) right -= 1;
    for (let step = 0; step < grid.size; step += 1) {
      const row = up ? grid.size - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (grid.cells[row][column] !== null) continue;
        grid.cells[row][column] = Boolean((bits.shift() ?? 0) ^ ((row + column) % 2 === 0));
      }
    }
    up = !up;
  }
}

/** Rows of true (dark) and false for a text of up to 213 bytes. Throws a RangeError for a longer one. */
export function qrCells(text) {
  const bytes = new TextEncoder().encode(text);
  const version = BLOCKS.findIndex((blocks, at) => {
    const room = blocks.reduce((sum, size) => sum + size, 0);
    return at > 0 && bytes.length + (at < 10 ? 2 : 3) <= room;
  });
  if (version < 0) throw new RangeError("The text is too long for this code.");
  const grid = new Grid(version);
  patterns(grid, version);
  fill(grid, codewords(bytes, version));
  return grid.cells;
}

/** Draw the cells as one path into an SVG element, with the quiet zone that readers need. */
export function drawQr(svg, text) {
  const cells = qrCells(text);
  const dark = cells.flatMap((row, y) => row.map((on, x) => (on ? `M${x + 4},${y + 4}h1v1h-1z` : "")));
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", dark.join(""));
  svg.setAttribute("viewBox", `0 0 ${cells.length + 8} ${cells.length + 8}`);
  svg.replaceChildren(path);
}
