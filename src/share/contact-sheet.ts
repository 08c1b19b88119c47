/**
 * Pictures in rows with a label above each row, as one PNG that can be understood without the page.
 */

import { systemFonts } from '../words/fonts.ts';
import type { Pictures } from '../workers/protocol.ts';
import { opaque } from './png.ts';

export interface SheetRow {
  /** Written above the row. */
  readonly label: string;
  readonly cells: readonly { readonly pictures: Pictures; readonly index: number; readonly caption: string }[];
}

export interface ContactSheet {
  readonly title: string;
  readonly rows: readonly SheetRow[];
  /** How the pictures were made. */
  readonly footer: string;
}

const cell = 96;
const gap = 10;
const margin = 24;
const line = 18;
const colours = { paper: '#ffffff', ink: '#1c1d21', dim: '#5a5d66' };

export async function contactSheetPng({ title, rows, footer }: ContactSheet): Promise<Blob> {
  const columns = Math.max(1, ...rows.map(({ cells }) => cells.length));
  const width = Math.max(640, 2 * margin + columns * (cell + gap) - gap);
  const rowHeight = line + cell + line + gap;
  const canvas = new OffscreenCanvas(width, 2 * margin + 2 * line + rows.length * rowHeight + line);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2-D canvas');
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = false;
  context.textBaseline = 'top';
  const say = (text: string, x: number, y: number, font: string, colour: string, most: number): void => {
    context.font = `${font} ${systemFonts}`;
    context.fillStyle = colour;
    context.fillText(text, x, y, most);
  };
  const inner = width - 2 * margin;
  say(title, margin, margin, '600 16px', colours.ink, inner);
  for (const [row, { label, cells }] of rows.entries()) {
    const top = margin + 2 * line + row * rowHeight;
    say(label, margin, top, '500 12px', colours.ink, inner);
    for (const [column, { pictures, index, caption }] of cells.entries()) {
      const left = margin + column * (cell + gap);
      context.drawImage(canvasOf(pictures, index), left, top + line, cell, cell);
      say(caption, left, top + line + cell + 3, '11px', colours.dim, cell);
    }
  }
  say(footer, margin, canvas.height - margin - line + 4, '11px', colours.dim, inner);
  return canvas.convertToBlob({ type: 'image/png' });
}

export function canvasOf({ width, height, rgb }: Pictures, index: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const bytes = width * height * 3;
  const pixels = opaque(rgb.subarray(index * bytes, (index + 1) * bytes));
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  return canvas;
}
