import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  blankDrawing,
  blankPaper,
  type Drawing,
  type DrawingAction,
  extendStroke,
  isBlank,
  perform,
  redo,
  type Stroke,
  sceneOf,
  undo,
  widthOf,
} from './drawing.ts';

const dot = (color: string | null): DrawingAction => ({
  kind: 'stroke',
  stroke: { color, size: 0.1, points: [{ x: 0.5, y: 0.5, width: 1 }] },
});
const actions: fc.Arbitrary<DrawingAction> = fc.oneof(
  fc.constantFrom('#ff0000', '#0000ff', null).map(dot),
  fc.constantFrom('#123456', blankPaper).map((color): DrawingAction => ({ kind: 'fill', color })),
  fc.constant<DrawingAction>({ kind: 'clear' }),
);
const drawn = (list: readonly DrawingAction[]): Drawing => list.reduce(perform, blankDrawing);
const times = (count: number, step: (drawing: Drawing) => Drawing, from: Drawing): Drawing =>
  Array.from({ length: count }).reduce<Drawing>(step, from);

describe('undo and redo', () => {
  test('undoing n actions restores the drawing before them; redoing applies them again', () => {
    fc.assert(
      fc.property(fc.array(actions), fc.array(actions), (before, after) => {
        const whole = drawn([...before, ...after]);
        const undone = times(after.length, undo, whole);
        expect(undone.done).toEqual(before);
        expect(sceneOf(undone)).toEqual(sceneOf(drawn(before)));
        expect(times(after.length, redo, undone)).toEqual(whole);
      }),
    );
  });

  test('undo before the first action and redo after the last do nothing', () => {
    expect(undo(blankDrawing)).toBe(blankDrawing);
    expect(redo(drawn([dot('#ff0000')])).done).toHaveLength(1);
  });

  test('a new action discards what was undone', () => {
    const drawing = perform(undo(drawn([dot('#ff0000'), dot('#0000ff')])), dot(null));
    expect(drawing.undone).toEqual([]);
    expect(sceneOf(drawing).strokes.map(({ color }) => color)).toEqual(['#ff0000', null]);
  });
});

describe('the scene', () => {
  test('filling changes the paper under the strokes; clearing takes both away, and can be undone', () => {
    const filled = drawn([dot('#ff0000'), { kind: 'fill', color: '#123456' }]);
    expect(sceneOf(filled)).toMatchObject({ paper: '#123456', strokes: [{ color: '#ff0000' }] });
    const cleared = perform(filled, { kind: 'clear' });
    expect(sceneOf(cleared)).toEqual({ paper: blankPaper, strokes: [] });
    expect(sceneOf(undo(cleared))).toEqual(sceneOf(filled));
  });

  test('white paper is blank, erased or not', () => {
    expect(isBlank(blankDrawing)).toBe(true);
    expect(isBlank(drawn([dot(null)]))).toBe(true);
    expect(isBlank(drawn([dot('#ff0000')]))).toBe(false);
    expect(isBlank(drawn([{ kind: 'fill', color: '#123456' }]))).toBe(false);
    expect(isBlank(drawn([dot('#ff0000'), { kind: 'clear' }]))).toBe(true);
  });
});

describe('strokes', () => {
  const start: Stroke = { color: '#000000', size: 0.1, points: [{ x: 0.5, y: 0.5, width: 1 }] };

  test('a pen that rests adds nothing to a stroke', () => {
    expect(extendStroke(start, new Array(500).fill({ x: 0.5001, y: 0.5, width: 0.4 }))).toBe(start);
    expect(extendStroke(start, [{ x: 0.6, y: 0.5, width: 1 }]).points).toHaveLength(2);
  });

  test('pressure counts only for a pen', () => {
    expect(widthOf('mouse', 0.5)).toBe(1);
    expect(widthOf('touch', 0)).toBe(1);
    expect(widthOf('pen', 0)).toBeCloseTo(1 / 3);
    expect(widthOf('pen', 1)).toBeCloseTo(1);
  });
});
