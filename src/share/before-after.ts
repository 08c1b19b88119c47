/**
 * Two pictures side by side in one PNG, with each pixel as a square, a line above each picture and
 * sentences below, to be posted where nobody sees the page.
 */

import { systemFonts } from '../words/fonts.ts';
import type { Pictures } from '../workers/protocol.ts';
import { canvasOf } from './contact-sheet.ts';
import { wrapped } from './line-breaks.ts';

export interface BeforeAfter {
  readonly before: { readonly pictures: Pictures; readonly title: string };
  /** Of the same size as `before`. */
  readonly after: { readonly pictures: Pictures; readonly title: string };
  /** One paragraph each. */
  readonly sentences: readonly string[];
}

/** The minimum of the longer side of each picture, in pixels. */
const leastSide = 512;
const margin = 24;
const gap = 16;
const line = 22;
const fonts = { title: `600 17px ${systemFonts}`, text: `15px ${systemFonts}` };
const colours = { paper: '#ffffff', ink: '#1c1d21', dim: '#5a5d66' };

type Extent = Pick<Pictures, 'width' | 'height'>;

/** A whole factor, so that all pixels become squares of one size. */
export const enlargement = ({ width, height }: Extent): number =>
  Math.max(1, Math.ceil(leastSide / Math.max(width, height)));

/** The layout, with this many lines of text below. */
export function placesOf(picture: Extent, lines: number) {
  const scale = enlargement(picture);
  const [width, height] = [picture.width * scale, picture.height * scale];
  const top = margin + line + 4;
  const text = top + height + 12;
  return {
    ...{ width, height, top, text, left: margin, right: margin + width + gap },
    canvas: { width: 2 * margin + 2 * width + gap, height: text + lines * line + margin },
  };
}

export async function beforeAfterPng({ before, after, sentences }: BeforeAfter): Promise<Blob> {
  const measure = contextOf(new OffscreenCanvas(1, 1));
  measure.font = fonts.text;
  const widthOf = (text: string): number => measure.measureText(text).width;
  const { canvas: sheet } = placesOf(before.pictures, 0);
  const lines = sentences.flatMap((text) => wrapped(text, sheet.width - 2 * margin, widthOf));
  const places = placesOf(before.pictures, lines.length);
  const canvas = new OffscreenCanvas(places.canvas.width, places.canvas.height);
  const context = contextOf(canvas);
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = false;
  context.textBaseline = 'top';
  const { width, height, top, text } = places;
  for (const [{ pictures, title }, left] of [
    [before, places.left],
    [after, places.right],
  ] as const) {
    context.fillStyle = colours.ink;
    context.font = fonts.title;
    context.fillText(title, left, margin, width);
    context.drawImage(canvasOf(pictures, 0), left, top, width, height);
  }
  context.fillStyle = colours.dim;
  context.font = fonts.text;
  for (const [row, words] of lines.entries()) context.fillText(words, margin, text + row * line);
  return canvas.convertToBlob({ type: 'image/png' });
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2-D canvas');
  return context;
}
