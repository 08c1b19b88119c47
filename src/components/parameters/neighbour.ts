import { type NumberParameter, type ParameterKey, parameters } from '../../ml/config.ts';

/**
 * The value after one press of an arrow. On a log scale it is the next of 1, 2, 5, 10, 20 ..., even
 * if `value` lies between them; at the end of the range it is that end.
 */
export function neighbour(parameter: ParameterKey, value: number, direction: 1 | -1): number {
  const { min, max, step, scale, integer }: NumberParameter = parameters[parameter];
  // Below 1 the only whole number is 0, which a log scale does not reach.
  if (scale === 'log' && integer && (direction > 0 ? value < 1 : value <= 1))
    return Math.max(min, direction > 0 ? 1 : 0);
  const next = scale === 'log' ? nextOnLogScale(value, direction) : withoutDust(value + direction * step);
  return Math.min(max, Math.max(min, next));
}

/**
 * For `value` > 0. The candidates are parsed from text, because 10 ** -4 * 2 is not exactly 2e-4.
 */
function nextOnLogScale(value: number, direction: 1 | -1): number {
  const exponent = Math.floor(Math.log10(value));
  const candidates = [exponent - 1, exponent, exponent + 1].flatMap((power) =>
    [1, 2, 5].map((mantissa) => Number(`${mantissa}e${power}`)),
  );
  const beyond = candidates.filter((candidate) => (candidate - value) * direction > 0);
  return direction > 0 ? Math.min(...beyond) : Math.max(...beyond);
}

/**
 * Removes rounding errors: 0.1 + 0.2 becomes 0.3. Twelve digits hold every whole number of the
 * table.
 */
const withoutDust = (value: number): number => Number(value.toPrecision(12));
