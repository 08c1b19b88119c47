/**
 * Converts pictures of one shape to another: a network trained elsewhere may expect a shape that
 * differs from that of the data set.
 */
import { type PictureShape, pictureSize } from './description.ts';

type Channels = PictureShape['channels'];

export function isSameShape(a: PictureShape, b: PictureShape): boolean {
  return a.side === b.side && a.channels === b.channels;
}

/**
 * Converts bytes [n, side, side, channels] from one shape to the other. When shrinking, each pixel
 * is the mean of the area that it covers; enlarging is bilinear, as torch's
 * `interpolate(antialias=False, align_corners=False)`. Returns the same array if the shapes are
 * equal.
 */
export function convertPictures(
  pictures: Uint8Array<ArrayBuffer>,
  from: PictureShape,
  to: PictureShape,
): Uint8Array<ArrayBuffer> {
  const coloured = withChannels(pictures, from.channels, to.channels);
  return resized(coloured, { ...from, channels: to.channels }, to.side);
}

/**
 * Grey is 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601). Alpha is composited on white; it becomes 255
 * where there was none.
 */
export function withChannels(pixels: Uint8Array<ArrayBuffer>, from: Channels, to: Channels): Uint8Array<ArrayBuffer> {
  if (from === to) return pixels;
  const count = pixels.length / from;
  const result = new Uint8Array(count * to);
  const [green, blue] = from === 1 ? [0, 0] : [1, 2];
  for (let pixel = 0; pixel < count; pixel++) {
    const at = pixel * from;
    const alpha = from === 4 ? (pixels[at + 3] ?? 0) / 255 : 1;
    const white = 255 * (1 - alpha);
    const r = (pixels[at] ?? 0) * alpha + white;
    const g = (pixels[at + green] ?? 0) * alpha + white;
    const b = (pixels[at + blue] ?? 0) * alpha + white;
    const out = pixel * to;
    if (to === 1) {
      result[out] = Math.round(0.299 * r + 0.587 * g + 0.114 * b);
      continue;
    }
    result[out] = Math.round(r);
    result[out + 1] = Math.round(g);
    result[out + 2] = Math.round(b);
    if (to === 4) result[out + 3] = 255;
  }
  return result;
}

/** For one line: which pixels each output pixel is made of, and the weight of each. */
interface Shares {
  /** The first source pixel of each output pixel. */
  readonly firsts: Int32Array;
  /** `each` weights per output pixel; the last ones are 0 if it is made of fewer pixels. */
  readonly weights: Float32Array;
  readonly each: number;
}

function resized(pictures: Uint8Array<ArrayBuffer>, shape: PictureShape, side: number): Uint8Array<ArrayBuffer> {
  if (shape.side === side) return pictures;
  const { channels } = shape;
  const size = pictureSize(shape);
  const resizedSize = pictureSize({ side, channels });
  const count = pictures.length / size;
  const shares = sharesOf(shape.side, side);
  const result = new Uint8Array(count * resizedSize);
  const lines = new Float32Array(shape.side * side * channels);
  for (let i = 0; i < count; i++) {
    alongRows(pictures.subarray(i * size, (i + 1) * size), lines, shares, shape, side);
    downColumns(lines, result.subarray(i * resizedSize, (i + 1) * resizedSize), shares, side, channels);
  }
  return result;
}

function sharesOf(from: number, to: number): Shares {
  const lists = Array.from({ length: to }, (_, i) => (to < from ? areaShare(i, from / to) : linearShare(i, from, to)));
  const each = Math.max(...lists.map(({ weights }) => weights.length));
  const weights = new Float32Array(to * each);
  for (const [i, list] of lists.entries()) weights.set(list.weights, i * each);
  return { firsts: Int32Array.from(lists, ({ first }) => first), weights, each };
}

interface Share {
  readonly first: number;
  readonly weights: readonly number[];
}

function areaShare(i: number, scale: number): Share {
  const [begin, end] = [i * scale, (i + 1) * scale];
  const first = Math.floor(begin + 1e-9);
  const covered = Math.ceil(end - 1e-9) - first;
  const overlap = (pixel: number) => Math.min(end, pixel + 1) - Math.max(begin, pixel);
  return { first, weights: Array.from({ length: covered }, (_, k) => overlap(first + k) / scale) };
}

function linearShare(i: number, from: number, to: number): Share {
  const centre = Math.max(0, ((i + 0.5) * from) / to - 0.5);
  const first = Math.min(Math.floor(centre), from - 1);
  const share = first === from - 1 ? 0 : centre - first;
  return { first, weights: [1 - share, share] };
}

/** [side, side, channels] -> [side, new side, channels] */
function alongRows(
  picture: Uint8Array,
  lines: Float32Array,
  { firsts, weights, each }: Shares,
  { side, channels }: PictureShape,
  to: number,
): void {
  let out = 0;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < to; x++) {
      const start = (y * side + (firsts[x] ?? 0)) * channels;
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let k = 0; k < each; k++) {
          sum += (weights[x * each + k] ?? 0) * (picture[start + k * channels + channel] ?? 0);
        }
        lines[out++] = sum;
      }
    }
  }
}

/** [side, new side, channels] -> [new side, new side, channels] */
function downColumns(
  lines: Float32Array,
  picture: Uint8Array,
  { firsts, weights, each }: Shares,
  to: number,
  channels: number,
): void {
  const row = to * channels;
  for (let y = 0; y < to; y++) {
    const start = (firsts[y] ?? 0) * row;
    for (let x = 0; x < row; x++) {
      let sum = 0;
      for (let k = 0; k < each; k++) sum += (weights[y * each + k] ?? 0) * (lines[start + k * row + x] ?? 0);
      picture[y * row + x] = Math.round(sum);
    }
  }
}
