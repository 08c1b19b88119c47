/**
 * A drawing as data: a list of strokes in order. Undo removes the last stroke and repaints the
 * rest. Lengths are shares of the board's side, so that a drawing is the same at any resolution.
 */

export interface StrokePoint {
  readonly x: number;
  readonly y: number;
  /**
   * The width at this point as a share of the stroke's: 1 for mouse and finger, less for a light
   * press of a pen.
   */
  readonly width: number;
}

export interface Stroke {
  /** Null: the eraser, which shows the paper, even if the paper's colour changes later. */
  readonly color: string | null;
  /** Diameter of the brush. */
  readonly size: number;
  readonly points: readonly StrokePoint[];
}

export type DrawingAction =
  | { readonly kind: 'stroke'; readonly stroke: Stroke }
  /** Changes the colour of the paper; strokes stay. */
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

/** `blank`: the initial paper. */
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

/** Whether only the initial paper is visible. */
export function isBlank(drawing: Drawing, blank = blankPaper): boolean {
  const { paper, strokes } = sceneOf(drawing, blank);
  return paper === blank && strokes.every(({ color }) => color === null);
}

/**
 * Points closer than a quarter of a pixel on a 512-pixel board change nothing, and a resting pen
 * sends hundreds of them.
 */
const closest = 1 / 2048;

/**
 * The stroke with the new points that are worth keeping. Points beyond the board stay, so that a
 * line may leave and return.
 */
export function extendStroke(stroke: Stroke, points: readonly StrokePoint[]): Stroke {
  const kept = [...stroke.points];
  for (const point of points) {
    const last = kept.at(-1);
    if (!last || Math.hypot(point.x - last.x, point.y - last.y) >= closest) kept.push(point);
  }
  return kept.length === stroke.points.length ? stroke : { ...stroke, points: kept };
}

/**
 * Mice and fingers report a meaningless pressure; a pen's pressure varies the width from a third to
 * the whole.
 */
export function widthOf(pointerType: string, pressure: number): number {
  if (pointerType !== 'pen') return 1;
  return 1 / 3 + (2 / 3) * Math.min(1, Math.max(0, pressure));
}
