/** A film as it is stored in a file: whole frames, one after another. */
import type { Pictures } from '../workers/protocol.ts';
import { pictureGrid } from './png.ts';

export interface ReelFrame {
  readonly pictures: Pictures;
  /** The index of one picture to show alone; if missing, all are shown side by side. */
  readonly index?: number;
  readonly milliseconds: number;
}

export type Reel = readonly ReelFrame[];

/** About as large as a film on the page. */
const wantedSide = 448;
/** Limit for a film of many steps; more frames would make a file of megabytes. */
const mostFrames = 60;

/** One picture alone. */
function pictureAt({ width, height, rgb }: Pictures, index: number): Pictures {
  const bytes = width * height * 3;
  return { count: 1, width, height, rgb: rgb.slice(index * bytes, (index + 1) * bytes) };
}

/** Every n-th frame, always including the last. */
export function thinned(reel: Reel): Reel {
  const every = Math.ceil(reel.length / mostFrames);
  return reel.filter((_, i) => i % every === 0 || i === reel.length - 1);
}

export const scaleOf = (width: number): number => Math.max(1, Math.floor(wantedSide / width));

/** The frame's pixels, RGBA. */
export const gridOf = ({ pictures, index }: ReelFrame) =>
  pictureGrid(index === undefined ? pictures : pictureAt(pictures, index));
