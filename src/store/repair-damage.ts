/**
 * Damages the visitor's picture in the page, which shows it before the engine is asked for
 * anything.
 */
import { damageInPieces, damagePictures } from '../ml/diffusion/restore/damages.ts';
import { randomStream } from '../ml/random.ts';
import type { Damage, NetworkReport, Pictures } from '../workers/protocol.ts';
import type { RepairState } from './types/repair.ts';

/** Side of the initial hole, as a share of the picture's side, before the visitor has brushed. */
const firstHole = 0.36;

export function damageOf(
  { kind, amounts, lost }: Pick<RepairState, 'kind' | 'amounts' | 'lost'>,
  noise: number,
): Damage {
  switch (kind) {
    case 'noise':
      return { kind, noise };
    case 'mask':
      return { kind, lost: lost ?? new Uint8Array(), noise: 0 };
    case 'scratches':
      return { kind, count: amounts.scratches };
    case 'pixelation':
      return { kind, block: amounts.pixelation };
    case 'downscaling':
      return { kind, factor: amounts.downscaling };
    case 'grey':
      return { kind };
    default:
      return kind satisfies never;
  }
}

/** Up to this many pixels, a picture is damaged in one go, which takes a few milliseconds. */
const atOnce = 128 ** 2;

/**
 * Damages a picture as the engine does. For a large one, this takes a moment without blocking the
 * page.
 */
export function damagedPicture(
  original: Pictures,
  damage: Damage,
  seed: number,
  network: NetworkReport | null,
): Pictures | Promise<Pictures> {
  const { width, height, rgb } = original;
  const isGrey = network?.shape.channels === 1;
  // For a grey network the three channels are equal.
  const bytes = isGrey ? rgb.filter((_, i) => i % 3 === 0) : rgb;
  const size = { width, height, channels: isGrey ? 1 : 3 } as const;
  const stream = randomStream(seed).fork('restore');
  const picture = (shown: Uint8Array<ArrayBuffer>): Pictures => ({
    ...original,
    rgb: isGrey ? rgb.map((_, i) => shown[Math.floor(i / 3)] ?? 0) : shown,
  });
  if (damage.kind !== 'noise' || width * height <= atOnce) {
    return picture(damagePictures(bytes, size, damage, stream).shown);
  }
  return damageInPieces(bytes, size, damage, stream, nextTask).then(({ shown }) => picture(shown));
}

const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve));

/** Scales the hole `lost` from a picture of the size `of` to another size. */
export function holeIn(
  lost: Uint8Array<ArrayBuffer> | null,
  of: Extent,
  { width, height }: Extent,
): Uint8Array<ArrayBuffer> | null {
  if (!lost || (of.width === width && of.height === height)) return lost;
  const at = (place: number, length: number, from: number) => Math.floor(((place + 0.5) / length) * from);
  return new Uint8Array(width * height).map((_, pixel) => {
    const [x, y] = [at(pixel % width, width, of.width), at(Math.floor(pixel / width), height, of.height)];
    return lost[y * of.width + x] ?? 0;
  });
}

type Extent = Pick<Pictures, 'width' | 'height'>;

/** The visitor's hole if it has the picture's size; otherwise a square in the middle. */
export function fittingHole(
  lost: Uint8Array<ArrayBuffer> | null,
  { width, height }: Pictures,
): Uint8Array<ArrayBuffer> {
  if (lost?.length === width * height) return lost;
  const isInside = (place: number, length: number) => Math.abs((place + 0.5) / length - 0.5) < firstHole / 2;
  return new Uint8Array(width * height).map((_, pixel) =>
    isInside(pixel % width, width) && isInside(Math.floor(pixel / width), height) ? 1 : 0,
  );
}
