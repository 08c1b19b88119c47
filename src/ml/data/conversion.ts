/** Pictures of one shape as pictures of another: what a network that was made elsewhere takes may differ from what the data set has. */
import { type PictureShape, pictureSize } from './description.ts';

type Channels = PictureShape['channels'];

export function isSameShape(a: PictureShape, b: PictureShape): boolean {
  return a.side === b.side && a.channels === b.channels;
}

/**
 * Bytes [n, side, side, channels] of one shape as those of the other. Smaller: each pixel is the mean of the area that it covers; larger: bilinear, as
 * torch's `interpolate(antialias=False, align_corners=False)`. The same array where nothing differs.
 */
export function convertPictures(
  pictures: Uint8Array<ArrayBuffer>,
  from: PictureShape,
  to: PictureShape,
): Uint8Array<ArrayBuffer> {
  const coloured = withChannels(pictures, from.channels, to.channels);
  return resized(coloured, { ...from, channels: to.channels }, to.side);
}

/** Grey is 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601); alpha is composited on white, and 255 where there was none. */
export function withChannels(pixels: Uint8Array<ArrayBuffer>, from: Channels, to: Channels): Uint8Array<ArrayBuffer> {
  if (from === to) return pixels;
  const count = pixels.length / from;
  const result = new Uint8Array(count * to);
  for (let pixel = 0; pixel < count; pixel++) {
    const at = pixel * from;
    const alpha = from === 4 ? (pixels[at + 3] ?? 0) / 255 : 1;
    const colour = (channel: number) => (pixels[at + (from === 1 ? 0 : channel)] ?? 0) * alpha + 255 * (1 - alpha);
    const out = pixel * to;
    if (to === 1) {
      result[out] = Math.round(0.299 * colour(0) + 0.587 * colour(1) + 0.114 * colour(2));
      continue;
    }
    for (let channel = 0; channel < 3; channel++) result[out + channel] = Math.round(colour(channel));
    if (to === 4) result[out + 3] = 255;
  }
  return result;
}

/** Of one line: the pixels that an output pixel is made of, and how much of each. */
interface Share {
  readonly first: number;
  readonly weights: readonly number[];
}

function resized(pictures: Uint8Array<ArrayBuffer>, shape: PictureShape, side: number): Uint8Array<ArrayBuffer> {
  if (shape.side === side) return pictures;
  const { channels } = shape;
  const size = pictureSize(shape);
  const count = pictures.length / size;
  const shares = Array.from({ length: side }, (_, i) => shareOf(i, shape.side, side));
  const result = new Uint8Array(count * side * side * channels);
  const lines = new Float32Array(side * shape.side * channels);
  for (let picture = 0; picture < count; picture++) {
    alongRows(pictures.subarray(picture * size, (picture + 1) * size), lines, shares, shape);
    downColumns(lines, result.subarray(picture * side * side * channels), shares, channels);
  }
  return result;
}

function shareOf(i: number, from: number, to: number): Share {
  const scale = from / to;
  if (to < from) {
    const [begin, end] = [i * scale, (i + 1) * scale];
    const first = Math.floor(begin);
    const covered = Math.ceil(end - 1e-9) - first;
    const weights = Array.from({ length: covered }, (_, k) => {
      const overlap = Math.min(end, first + k + 1) - Math.max(begin, first + k);
      return overlap / scale;
    });
    return { first, weights };
  }
  const centre = Math.max(0, (i + 0.5) * scale - 0.5);
  const first = Math.min(Math.floor(centre), from - 1);
  const share = first === from - 1 ? 0 : centre - first;
  return share === 0 ? { first, weights: [1] } : { first, weights: [1 - share, share] };
}

/** [side, side, channels] -> [side, new side, channels] */
function alongRows(
  picture: Uint8Array,
  lines: Float32Array,
  shares: readonly Share[],
  { side, channels }: PictureShape,
) {
  for (let y = 0; y < side; y++) {
    for (const [x, { first, weights }] of shares.entries()) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (const [k, weight] of weights.entries()) {
          sum += weight * (picture[(y * side + first + k) * channels + channel] ?? 0);
        }
        lines[(y * shares.length + x) * channels + channel] = sum;
      }
    }
  }
}

/** [side, new side, channels] -> [new side, new side, channels] */
function downColumns(lines: Float32Array, picture: Uint8Array, shares: readonly Share[], channels: number) {
  const row = shares.length * channels;
  for (const [y, { first, weights }] of shares.entries()) {
    for (let x = 0; x < row; x++) {
      let sum = 0;
      for (const [k, weight] of weights.entries()) sum += weight * (lines[(first + k) * row + x] ?? 0);
      picture[y * row + x] = Math.round(sum);
    }
  }
}
