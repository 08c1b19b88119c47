/** Saves films as files. Loaded when a film is saved. */
import { gridOf, type Reel, scaleOf, thinned } from '../share/reel.ts';
import { gifOf } from '../workers/gif/client.ts';
import type { FilmFrame, GenerateResult } from './types.ts';

export { contactSheetPng, type SheetRow } from '../share/contact-sheet.ts';
export { canRecordWebm, recordWebm } from '../share/webm.ts';
export type { Reel };

const filmMs = 4000;
const endMs = 1500;

/** The noisy samples at every step, and the finished samples. */
export function reelOf(film: readonly FilmFrame[], result: GenerateResult): Reel {
  const milliseconds = Math.max(40, filmMs / Math.min(60, film.length));
  return [
    ...film.map(({ noisy }) => ({ pictures: noisy, milliseconds })),
    { pictures: result.samples, milliseconds: endMs },
  ];
}

export async function gifBlob(reel: Reel): Promise<Blob> {
  const frames = thinned(reel);
  const grids = frames.map(gridOf);
  const { width, height } = grids[0] ?? { width: 1, height: 1 };
  const bytes = await gifOf({
    width,
    height,
    scale: scaleOf(width),
    frames: grids.map(({ rgba }, i) => ({
      rgb: withoutOpacity(rgba),
      milliseconds: frames[i]?.milliseconds ?? 0,
    })),
  });
  return new Blob([bytes], { type: 'image/gif' });
}

function withoutOpacity(rgba: Uint8ClampedArray): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    rgb[to++] = rgba[from] ?? 0;
    rgb[to++] = rgba[from + 1] ?? 0;
    rgb[to++] = rgba[from + 2] ?? 0;
  }
  return rgb;
}
