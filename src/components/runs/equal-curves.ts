/** Curves that lie on each other: of runs that are equal, so far. */
import type { CurvePoints } from './curve-kinds.ts';

/** Of each curve which ones it lies on, itself included, in their order. Equal curves share one list. */
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

/** At every step that both have, and there is one. Curves of other lengths are thinned to other steps. */
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

/** Canvas pixels. */
const dashLength = 14;

/** Dashes that take turns, so that of `count` lines in one place each is seen. Undefined: a whole line. */
export function dashesFor(place: number, count: number): number[] | undefined {
  if (count < 2) return undefined;
  // The first is whole, below the others: where those end before it, it goes on.
  if (place === 0) return undefined;
  const before = place * dashLength;
  return [0, before, dashLength, (count - 1 - place) * dashLength];
}
