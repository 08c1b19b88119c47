import type { Scene, Stroke, StrokePoint } from '../../share/drawing.ts';

type Context = CanvasRenderingContext2D;

export function paintScene(context: Context, { paper, strokes }: Scene): void {
  const { width, height } = context.canvas;
  context.fillStyle = paper;
  context.fillRect(0, 0, width, height);
  for (const stroke of strokes) paintStroke(context, stroke, paper);
}

/**
 * Paints the stroke from point `from` on, so that a stroke in progress is painted piece by piece.
 * The eraser paints with paper.
 */
export function paintStroke(context: Context, stroke: Stroke, paper: string, from = 0): void {
  const color = stroke.color ?? paper;
  context.fillStyle = color;
  context.strokeStyle = color;
  context.lineCap = 'round';
  for (let i = from; i < stroke.points.length; i++) {
    const point = stroke.points[i];
    const before = stroke.points[i - 1];
    if (!point) continue;
    if (before) paintSegment(context, before, point, stroke.size);
    else paintDot(context, point, stroke.size);
  }
}

function paintDot(context: Context, point: StrokePoint, size: number): void {
  const boardSide = context.canvas.width;
  context.beginPath();
  context.arc(point.x * boardSide, point.y * boardSide, (point.width * size * boardSide) / 2, 0, 2 * Math.PI);
  context.fill();
}

function paintSegment(context: Context, a: StrokePoint, b: StrokePoint, size: number): void {
  const boardSide = context.canvas.width;
  context.lineWidth = ((a.width + b.width) / 2) * size * boardSide;
  context.beginPath();
  context.moveTo(a.x * boardSide, a.y * boardSide);
  context.lineTo(b.x * boardSide, b.y * boardSide);
  context.stroke();
}
