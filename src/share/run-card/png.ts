/** The card as a picture. */
import { canvasOf } from '../contact-sheet.ts';
import { type CardItem, cardColours, fontOf, type Sheet } from './items.ts';

/** Pixels per unit of the layout: sharp even on paper. */
const scale = 2;

export async function cardPng({ width, height, items }: Sheet): Promise<Blob> {
  const canvas = new OffscreenCanvas(scale * width, scale * height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2-D canvas');
  context.fillStyle = cardColours.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = false;
  for (const item of items) {
    context.setTransform(scale, 0, 0, scale, 0, 0);
    draw(context, item);
  }
  return canvas.convertToBlob({ type: 'image/png' });
}

function draw(context: OffscreenCanvasRenderingContext2D, item: CardItem): void {
  switch (item.kind) {
    case 'text':
      context.font = `${item.weight} ${item.size}px ${fontOf(item)}`;
      context.textAlign = item.end ? 'end' : 'start';
      context.fillStyle = item.colour;
      context.fillText(item.text, item.x, item.y);
      break;
    case 'line':
      context.beginPath();
      for (const [x, y] of item.points) context.lineTo(x, y);
      context.lineJoin = 'round';
      context.lineWidth = item.width;
      context.strokeStyle = item.colour;
      context.stroke();
      break;
    case 'picture':
      context.drawImage(canvasOf(item.pictures, item.index), item.x, item.y, item.width, item.height);
      break;
    case 'path':
      context.translate(item.x, item.y);
      context.scale(item.scale, item.scale);
      context.fillStyle = item.colour;
      context.fill(new Path2D(item.path));
      break;
    default:
      item satisfies never;
  }
}
