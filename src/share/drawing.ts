/**
 * A drawing as data: a list of strokes in order. Undo removes the last one, and the picture is
 * painted again from the rest. Lengths are shares of the board's side, so that a drawing is the
 * same at any resolution.
 */

export interface StrokePoint {
  readonly x: number;
  readonly y: number;
  /** Width here as a share of the stroke's: 1 for mouse and finger, less where a pen presses lightly. */
  readonly width: number;
}

export interface Stroke {
  /** Null: the eraser, which shows the paper, whatever colour that takes later. */
  readonly color: string | null;
  /** Diameter of the brush. */
  readonly size: number;
  readonly points: readonly StrokePoint[];
}

export type DrawingAction =
  | { readonly kind: 'stroke'; readonly stroke: Stroke }
  /** Changes the paper; strokes stay. */
  | { readonly kind: 'fill'; readonly color: string }
  | { readonly kind: 'clear' };

export interface Drawing {
  readonly done: readonly DrawingAction[];
  /** The last one is the next to be redone. */
  readonly undone: readonly DrawingAction[];
}

/** The elements of a drawing: strokes on paper, the newest last. */
export interface Scene {
  readonly paper: string;
  readonly strokes: readonly Stroke[];
}

export const blankPaper = '#ffffff';
export const blankDrawing: Drawing = { done: [], undone: [] };

export function perform(drawing: Drawing, action: DrawingAction): Drawing {
  return { done: [...drawing.done, action], undone: [] };
}

export function undo(drawing: Drawing): Drawing {
  const action = drawing.done.at(-1);
  return action ? { done: drawing.done.slice(0, -1), undone: [...drawing.undone, action] } : drawing;
}

export function redo(drawing: Drawing): Drawing {
  const action = drawing.undone.at(-1);
  return action ? { done: [...drawing.done, action], undone: drawing.undone.slice(0, -1) } : drawing;
}

/** `blank`: the paper to begin with. */
export function sceneOf(drawing: Drawing, blank = blankPaper): Scene {
  let paper = blank;
  let strokes: Stroke[] = [];
  for (const action of drawing.done) {
    switch (action.kind) {
      case 'stroke':
        strokes.push(action.stroke);
        break;
      case 'fill':
        paper = action.color;
        break;
      case 'clear':
        paper = blank;
        strokes = [];
        break;
      default:
        action satisfies never;
    }
  }
  return { paper, strokes };
}

/** Nothing to be seen but the paper that it began with. */
export function isBlank(drawing: Drawing, blank = blankPaper): boolean {
  const { paper, strokes } = sceneOf(drawing, blank);
  return paper === blank && strokes.every(({ color }) => color === null);
}

/** Closer points than a quarter of a pixel of a 512-pixel board change nothing, and a resting pen sends hundreds. */
const closest = 1 / 2048;

/** The stroke with the points that are worth keeping; those beyond the board stay, so that a line may leave and return. */
export function extendStroke(stroke: Stroke, points: readonly StrokePoint[]): Stroke {
  const kept = [...stroke.points];
  for (const point of points) {
    const last = kept.at(-1);
    if (!last || Math.hypot(point.x - last.x, point.y - last.y) >= closest) kept.push(point);
  }
  return kept.length === stroke.points.length ? stroke : { ...stroke, points: kept };
}

/** Mice and fingers report a pressure that means nothing; a pen's goes from a third of the width to all of it. */
export function widthOf(pointerType: string, pressure: number): number {
  if (pointerType !== 'pen') return 1;
  return 1 / 3 + (2 / 3) * Math.min(1, Math.max(0, pressure));
}
