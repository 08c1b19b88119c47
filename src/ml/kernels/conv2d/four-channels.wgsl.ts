/**
 * Reads and writes four neighbouring channels at a time, also where the number of channels is not a
 * multiple of four and the buffer holds scalars; floats or halves.
 */
import type { Components } from '../shared/vector-width.ts';

/**
 * Defines `fn name(i : i32) -> vec4<f32>`: the four floats from i on. Beyond the end of a row they
 * belong to the next row; results that depend on them are not stored.
 */
export function loadFour(name: string, buffer: string, components: Components): string {
  const value =
    components === 4
      ? `vec4<f32>(${buffer}[i >> 2u])`
      : `vec4<f32>(${buffer}[i], ${buffer}[i + 1], ${buffer}[i + 2], ${buffer}[i + 3])`;
  return `fn ${name}(i : i32) -> vec4<f32> { return ${value}; }`;
}

/**
 * Defines `fn store(i : i32, count : i32, value : vec4<f32>)`: stores the first `count` of four
 * values at float i of the result, none if `count` is not positive.
 */
export function storeFour(components: Components): string {
  const body =
    components === 4
      ? 'if (count > 0) { result[i >> 2u] = stored_result(value); }'
      : 'for (var c = 0; c < min(4, count); c++) { result[i + c] = stored_result(value[c]); }';
  return `fn store(i : i32, count : i32, value : vec4<f32>) { ${body} }`;
}

/**
 * Defines `fn addTo(i : i32, count : i32)`: like `store`, but adds four floats of `added` to what
 * is stored. Halves are rounded twice.
 */
export function addFour(components: Components): string {
  const body =
    components === 4
      ? 'if (count > 0) { result[i >> 2u] = stored_result(vec4<f32>(result[i >> 2u]) + vec4<f32>(added[i >> 2u])); }'
      : 'for (var c = 0; c < min(4, count); c++) { result[i + c] = stored_result(f32(result[i + c]) + f32(added[i + c])); }';
  return `fn addTo(i : i32, count : i32) { ${body} }`;
}

/**
 * The numbers below `count`. Sources are unrolled where WGSL would need an array, because an array
 * does not stay in registers.
 */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** One line of source for each number below `count`. */
export function each(count: number, line: (i: number) => string): string {
  return range(count).map(line).join('\n');
}
