/** Curves that coincide, because their runs are equal so far. */
import type { CurvePoints } from './curve-kinds.ts';

/**
 * For each curve, the curves that coincide with it, including itself, in order. Equal curves share
 * one list.
 */
export function equalCurves(curves: readonly CurvePoints[]): readonly (readonly number[])[] {
  const groups: number[][] = [];
  return curves.map((curve, index) => {
    const group = groups.find(([first]) => first !== undefined && areEqual(curves[first], curve));
    group?.push(index);
    if (group) return group;
    const own = [index];
    groups.push(own);
    return own;
  });
}

/**
 * Compares every step that both have; there must be at least one. Curves of different lengths are
 * thinned to different steps.
 */
function areEqual(one: CurvePoints | undefined, other: CurvePoints): boolean {
  if (!one) return false;
  const values = new Map(Array.from(one.steps, (step, at) => [step, one.values[at]]));
  let common = 0;
  for (const [at, step] of other.steps.entries()) {
    const value = values.get(step);
    if (value === undefined) continue;
    if (!Object.is(value, other.values[at])) return false;
    common += 1;
  }
  return common > 0;
}

/** In canvas pixels. */
const dashLength = 14;

/**
 * Alternating dashes, so that each of `count` coinciding lines is visible. Undefined: a solid line.
 */
export function dashesFor(place: number, count: number): number[] | undefined {
  if (count < 2) return undefined;
  // The first line is solid and below the others, so that it continues where they end earlier.
  if (place === 0) return undefined;
  const before = place * dashLength;
  return [0, before, dashLength, (count - 1 - place) * dashLength];
}
