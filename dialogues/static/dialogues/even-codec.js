// Frames of even traffic: a fixed size, numbered parts of a message, zeros to the end. Pure; the twin of even/codec.py.
// u8 version · u8 type · u8 flags (0) · message id (8) · u8 part · u8 parts · u16 length · payload · zeros

export const DOWN = 4096; // bytes of a frame to a browser
export const UP = 1024; // and from one
const HEAD = 15;
const VERSION = 1;
const PADDING = 0;
const DATA = 1;
const MOST_PARTS = 255;

export function space(size) {
  return size - HEAD;
}

/** A frame that says nothing. */
export function padding(size) {
  const frame = new Uint8Array(size);
  frame[0] = VERSION;
  return frame;
}

/** A message (bytes) as frames of one size, in their order. */
export function framesOf(message, size) {
  const each = space(size);
  const parts = Math.max(1, Math.ceil(message.length / each));
  if (parts > MOST_PARTS) throw new RangeError("too long for frames");
  const name = crypto.getRandomValues(new Uint8Array(8));
  return Array.from({ length: parts }, (_, number) => {
    const piece = message.subarray(number * each, (number + 1) * each);
    const frame = padding(size);
    frame[1] = DATA;
    frame.set(name, 3);
    frame.set([number, parts, piece.length >> 8, piece.length & 255], 11);
    frame.set(piece, HEAD);
    return frame;
  });
}

/** What a frame carries, null for padding; throws for anything that is no frame. */
export function read(frame, size) {
  const [version, kind, flags] = frame;
  if (frame.length !== size || version !== VERSION || flags !== 0 || kind > DATA) throw new Error("broken");
  if (kind === PADDING) return null;
  const [number, parts, high, low] = frame.subarray(11, HEAD);
  const length = (high << 8) | low;
  if (number >= parts || length > space(size) || (number + 1 < parts && length !== space(size))) {
    throw new Error("broken");
  }
  return { name: frame.subarray(3, 11).join(), number, parts, payload: frame.slice(HEAD, HEAD + length) };
}

/** Puts the messages of one direction together again; parts come in their order, one message after the other. */
export class Assembler {
  constructor(size) {
    this.size = size;
    this.pieces = [];
  }

  /** Takes one frame; returns the bytes of a message that is complete with it, else null. */
  take(frame) {
    const part = this.following(frame);
    if (!part) return null;
    this.pieces.push(part);
    if (this.pieces.length < part.parts) return null;
    const whole = new Uint8Array(this.pieces.reduce((sum, piece) => sum + piece.payload.length, 0));
    let place = 0;
    for (const { payload } of this.pieces) {
      whole.set(payload, place);
      place += payload.length;
    }
    this.pieces = [];
    return whole;
  }

  following(frame) {
    try {
      const part = read(frame, this.size);
      const first = this.pieces[0] ?? part;
      if (
        part &&
        (part.number !== this.pieces.length || part.parts !== first.parts || part.name !== first.name)
      ) {
        throw new Error("broken");
      }
      return part;
    } catch (broken) {
      this.pieces = [];
      throw broken;
    }
  }
}
