/** One picture as the network will see it: a square of the set's side and channels. */
import type { PictureShape } from '../ml/data/description.ts';
import { type Raster, type Region, resample } from '../ml/resample.ts';
import { fullCrop } from '../share/crop.ts';

/**
 * `crop`: the largest centred square. `fit`: the whole picture, with white bars above and below or
 * on both sides.
 */
export type Fit = 'crop' | 'fit';

export interface SetShape extends PictureShape {
  readonly channels: 1 | 3;
}

const white = 255;

/**
 * `source`: opaque, RGB first. Returns [side, side, channels]. A square region of the set's own
 * side comes out byte for byte.
 */
export function setPicture(
  source: Raster,
  region: Region,
  { side, channels }: SetShape,
  fit: Fit,
): Uint8Array<ArrayBuffer> {
  const rgb = fit === 'crop' ? cropped(source, region, side) : fitted(source, region, side);
  return channels === 1 ? grey(rgb) : rgb;
}

function cropped(source: Raster, region: Region, side: number): Uint8Array<ArrayBuffer> {
  const square = fullCrop(region);
  const inside = { x: region.x + square.x, y: region.y + square.y, width: square.side, height: square.side };
  return resample(source, inside, side, side, 3);
}

function fitted(source: Raster, region: Region, side: number): Uint8Array<ArrayBuffer> {
  const scale = side / Math.max(region.width, region.height);
  const width = Math.max(1, Math.round(region.width * scale));
  const height = Math.max(1, Math.round(region.height * scale));
  const inside = resample(source, region, width, height, 3);
  const rgb = new Uint8Array(side * side * 3).fill(white);
  const left = Math.floor((side - width) / 2);
  const top = Math.floor((side - height) / 2);
  for (let y = 0; y < height; y++) {
    rgb.set(inside.subarray(y * width * 3, (y + 1) * width * 3), ((top + y) * side + left) * 3);
  }
  return rgb;
}

/** ITU-R BT.601 luma, rounded. */
function grey(rgb: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: rgb.length / 3 }, (_, i) =>
    Math.round(0.299 * (rgb[i * 3] ?? 0) + 0.587 * (rgb[i * 3 + 1] ?? 0) + 0.114 * (rgb[i * 3 + 2] ?? 0)),
  );
}

/**
 * Composites RGBA on white in place. Each channel is rounded once, as Chromium's canvas does;
 * Firefox rounds differently, so there such pictures give another set.
 */
export function flattenOnWhite(rgba: Uint8Array): void {
  for (let at = 0; at < rgba.length; at += 4) {
    const alpha = rgba[at + 3] ?? 255;
    if (alpha === 255) continue;
    for (let channel = 0; channel < 3; channel++) {
      rgba[at + channel] = Math.round(((rgba[at + channel] ?? 0) * alpha) / 255) + 255 - alpha;
    }
    rgba[at + 3] = 255;
  }
}
