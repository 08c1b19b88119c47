/**
 * The damages to a picture, computed on the host: the same bytes for every device, synchronously.
 * All except Gaussian noise are linear, y = A x. What is known about the picture afterwards is
 * given at its own size: A^+ y, with the pseudo-inverse of the damage (for block means, each mean
 * fills its block).
 */
import type { PictureSize } from '../../data/description.ts';
import type { RandomStream } from '../../random.ts';
import { scratchedPixels } from './scratches.ts';

export type Damage =
  /** Gaussian noise of this standard deviation on every pixel of a picture in [-1, 1]. */
  | { readonly kind: 'noise'; readonly noise: number }
  /**
   * `lost`: one byte per pixel, row-major, 1 where the picture is lost. Noise of this standard
   * deviation replaces it; 0: mid-grey.
   */
  | { readonly kind: 'mask'; readonly lost: Uint8Array<ArrayBuffer>; readonly noise: number }
  /** `count` light and dark lines across the picture. */
  | { readonly kind: 'scratches'; readonly count: number }
  /**
   * Squares with this side, in pixels, each filled with its mean colour. The right and bottom ones
   * may be cut.
   */
  | { readonly kind: 'pixelation'; readonly block: number }
  /**
   * The picture made smaller by this factor, each pixel the mean of a square, and enlarged again
   * smoothly (bilinear).
   */
  | { readonly kind: 'downscaling'; readonly factor: number }
  /** The mean of the three colours. */
  | { readonly kind: 'grey' };
export type DamageKind = Damage['kind'];

export interface Damaged {
  /** The picture to display. */
  readonly shown: Uint8Array<ArrayBuffer>;
  /**
   * What is known about the original, A^+ y; lost pixels are mid-grey. Equals `shown` except for
   * lost pixels and enlarged pictures.
   */
  readonly measured: Uint8Array<ArrayBuffer>;
  /** [count, height, width], 1 where the pixel is lost; null if none is. */
  readonly lost: Uint8Array<ArrayBuffer> | null;
}

/** The byte for 0 in [-1, 1]. */
const midGrey = 128;

/**
 * `originals`: bytes of one or more pictures of this size, which stay unchanged. The damage of
 * picture i does not depend on the number of pictures. Throws `RangeError` for a mask of another
 * size.
 */
export function damagePictures(
  originals: Uint8Array<ArrayBuffer>,
  size: PictureSize,
  damage: Damage,
  stream: RandomStream,
): Damaged {
  switch (damage.kind) {
    case 'noise':
      return seenAsItIs(withNoise(originals, damage.noise, stream));
    case 'mask':
      return withoutPixels(originals, size, tiled(damage.lost, originals, size), (clean) =>
        withNoise(clean.fill(midGrey), damage.noise, stream),
      );
    case 'scratches': {
      const { lost, values } = scratchesOf(originals, size, damage.count, stream);
      return withoutPixels(originals, size, lost, (clean) => {
        for (const [pixel, value] of values.entries()) {
          clean.fill(value, pixel * size.channels, (pixel + 1) * size.channels);
        }
        return clean;
      });
    }
    case 'pixelation':
      return seenAsItIs(blockMeans(originals, size, damage.block));
    case 'downscaling': {
      const measured = blockMeans(originals, size, damage.factor);
      return { shown: enlarged(measured, size, damage.factor), measured, lost: null };
    }
    case 'grey':
      return seenAsItIs(meanOfColours(originals, size));
    default:
      return damage satisfies never;
  }
}

/** How many numbers of noise are drawn at a time: this takes some milliseconds. */
const drawnAtOnce = 2 ** 16;

/**
 * The same for one large picture, in pieces, for a thread that must not block: awaits `pause`
 * between two of them.
 */
export async function damageInPieces(
  original: Uint8Array<ArrayBuffer>,
  size: PictureSize,
  damage: Damage,
  stream: RandomStream,
  pause: () => Promise<void>,
): Promise<Damaged> {
  // The other damages take no longer than one piece.
  if (damage.kind !== 'noise') return damagePictures(original, size, damage, stream);
  const drawn = new Float32Array(original.length);
  for (let first = 0; first < drawn.length; first += drawnAtOnce) {
    stream.normal(first / 4, drawn.subarray(first, first + drawnAtOnce));
    await pause();
  }
  return seenAsItIs(mixed(original, damage.noise, drawn));
}

const seenAsItIs = (shown: Uint8Array<ArrayBuffer>): Damaged => ({ shown, measured: shown, lost: null });

const pixelsOf = (pictures: Uint8Array, { channels }: PictureSize): number => pictures.length / channels;

/** Clamped only when it becomes bytes. */
function withNoise(pictures: Uint8Array<ArrayBuffer>, noise: number, stream: RandomStream): Uint8Array<ArrayBuffer> {
  if (noise === 0) return new Uint8Array(pictures);
  const drawn = new Float32Array(pictures.length);
  stream.normal(0, drawn);
  return mixed(pictures, noise, drawn);
}

function mixed(pictures: Uint8Array<ArrayBuffer>, noise: number, drawn: Float32Array): Uint8Array<ArrayBuffer> {
  return pictures.map((byte, i) => toByte(byte / 127.5 - 1 + noise * (drawn[i] ?? 0)));
}

/** The byte for a number in [-1, 1], as in `toBytes`. */
const toByte = (value: number): number => Math.min(255, Math.max(0, Math.round((value + 1) * 127.5)));

/** `filled` turns a copy of the originals into pictures whose pixels replace the lost ones. */
function withoutPixels(
  originals: Uint8Array<ArrayBuffer>,
  { channels }: PictureSize,
  lost: Uint8Array<ArrayBuffer>,
  filled: (copy: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>,
): Damaged {
  const [shown, measured] = [new Uint8Array(originals), new Uint8Array(originals)];
  const other = filled(new Uint8Array(originals));
  for (let pixel = 0; pixel < lost.length; pixel++) {
    if (lost[pixel] !== 1) continue;
    const [from, to] = [pixel * channels, (pixel + 1) * channels];
    shown.set(other.subarray(from, to), from);
    measured.fill(midGrey, from, to);
  }
  return { shown, measured, lost };
}

/** The same mask for every picture. */
function tiled(mask: Uint8Array, pictures: Uint8Array, size: PictureSize): Uint8Array<ArrayBuffer> {
  if (mask.length !== size.width * size.height) throw new RangeError('a mask of the picture’s size');
  const lost = new Uint8Array(pixelsOf(pictures, size));
  for (let first = 0; first < lost.length; first += mask.length) lost.set(mask, first);
  return lost.map((isLost) => (isLost ? 1 : 0));
}

function scratchesOf(pictures: Uint8Array, size: PictureSize, count: number, stream: RandomStream) {
  const each = size.width * size.height;
  const lost = new Uint8Array(pixelsOf(pictures, size));
  const values = new Uint8Array(lost.length);
  for (let first = 0; first < lost.length; first += each) {
    const picture = scratchedPixels(size, count, stream.fork(`scratches-${first / each}`));
    lost.set(picture.lost, first);
    values.set(picture.values, first);
  }
  return { lost, values };
}

/** Replaces each square of `block` pixels by its mean. */
function blockMeans(pictures: Uint8Array<ArrayBuffer>, { width, height, channels }: PictureSize, block: number) {
  const means = new Uint8Array(pictures.length);
  const lines = pictures.length / (width * channels);
  for (let top = 0; top < lines; ) {
    const below = Math.min(top + block, (Math.floor(top / height) + 1) * height);
    for (let left = 0; left < width; left += block) {
      const right = Math.min(left + block, width);
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let y = top; y < below; y++) {
          for (let x = left; x < right; x++) sum += pictures[(y * width + x) * channels + c] ?? 0;
        }
        const mean = Math.round(sum / ((below - top) * (right - left)));
        for (let y = top; y < below; y++) {
          for (let x = left; x < right; x++) means[(y * width + x) * channels + c] = mean;
        }
      }
    }
    top = below;
  }
  return means;
}

/**
 * Interpolates linearly between the middles of the blocks, as a browser enlarges a small picture;
 * beyond the outermost middles it repeats that block.
 */
function enlarged(blocks: Uint8Array<ArrayBuffer>, { width, height, channels }: PictureSize, block: number) {
  /**
   * For each position along a line: the pixels in the two blocks around it, and the weight of the
   * second.
   */
  const between = (length: number) =>
    Array.from({ length }, (_, place) => {
      const at = (place + 0.5) / block - 0.5;
      const last = Math.ceil(length / block) - 1;
      const first = Math.min(Math.max(Math.floor(at), 0), last);
      const second = Math.min(first + 1, last);
      return { from: first * block, to: second * block, share: Math.min(Math.max(at - first, 0), 1) };
    });
  const [across, down] = [between(width), between(height)];
  const result = new Uint8Array(blocks.length);
  let to = 0;
  for (let picture = 0; picture < blocks.length; picture += width * height * channels) {
    for (const v of down) {
      const [upper, lower] = [picture + v.from * width * channels, picture + v.to * width * channels];
      for (const h of across) {
        for (let c = 0; c < channels; c++) {
          const [left, right] = [h.from * channels + c, h.to * channels + c];
          const above = (blocks[upper + left] ?? 0) * (1 - h.share) + (blocks[upper + right] ?? 0) * h.share;
          const below = (blocks[lower + left] ?? 0) * (1 - h.share) + (blocks[lower + right] ?? 0) * h.share;
          result[to] = Math.round(above * (1 - v.share) + below * v.share);
          to += 1;
        }
      }
    }
  }
  return result;
}

function meanOfColours(pictures: Uint8Array<ArrayBuffer>, { channels }: PictureSize): Uint8Array<ArrayBuffer> {
  if (channels !== 3) return new Uint8Array(pictures);
  return pictures.map((_, i) => {
    const first = i - (i % 3);
    return Math.round(((pictures[first] ?? 0) + (pictures[first + 1] ?? 0) + (pictures[first + 2] ?? 0)) / 3);
  });
}
