/** Conversion between 16-bit numbers and float32. All hosts are little-endian, as the files are. */

/** bfloat16 is the upper half of a float32. */
export function fromBfloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const words = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) words[i] = (halves[i] ?? 0) << 16;
  return new Float32Array(words.buffer);
}

/** IEEE 754 binary16: sign, 5 bits of exponent (bias 15), 10 of fraction. */
export function fromFloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) values[i] = fromHalf(halves[i] ?? 0);
  return values;
}

function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The largest finite half. Every value below 65,520 rounds to at most this. */
export const largestHalf = 65504;

/**
 * Rounds to the nearest half, ties to even (IEEE 754), subnormals included. Throws a `RangeError`
 * with the first value that is not finite or would round to infinity: halves cannot store such a
 * weight.
 */
export function toFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const halves = new Uint16Array(values.length);
  const number = new Float32Array(1);
  const word = new Uint32Array(number.buffer);
  for (let i = 0; i < values.length; i++) {
    number[0] = values[i] ?? 0;
    const half = toHalf(word[0] ?? 0);
    if ((half & 0x7c00) === 0x7c00) throw new RangeError(String(values[i]));
    halves[i] = half;
  }
  return halves;
}

/** `word`: the bits of a float32. Values that are too large or not finite give infinity. */
function toHalf(word: number): number {
  const sign = (word >>> 16) & 0x8000;
  const exponent = ((word >>> 23) & 0xff) - 127;
  const fraction = word & 0x7fffff;
  if (exponent > 15) return sign | 0x7c00;
  // A rounded fraction that overflows carries into the exponent, up to infinity.
  if (exponent >= -14) return sign | (((exponent + 15) << 10) + rounded(fraction, 13));
  // A subnormal counts units of 2^-24; below half a unit everything is 0.
  if (exponent < -25) return sign;
  return sign | rounded(fraction | 0x800000, -1 - exponent);
}

/** `fraction` / 2^`bits`, rounded to the nearest integer, ties to even. `bits`: 13 to 24. */
function rounded(fraction: number, bits: number): number {
  const whole = fraction >>> bits;
  const rest = fraction & ((1 << bits) - 1);
  const middle = 1 << (bits - 1);
  return rest > middle || (rest === middle && (whole & 1) === 1) ? whole + 1 : whole;
}
