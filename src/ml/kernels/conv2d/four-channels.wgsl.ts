/** Four neighbouring channels at a time, also where a row of channels is no multiple of four and the buffer is one of scalars; floats or halves. */
import type { Components } from '../components.ts';

/** Defines `fn name(i : i32) -> vec4<f32>`: the floats from i on. Past the end of a row they are the next row's: what they lead to is not stored. */
export function loadFour(name: string, buffer: string, components: Components): string {
  const value =
    components === 4
      ? `vec4<f32>(${buffer}[i >> 2u])`
      : `vec4<f32>(${buffer}[i], ${buffer}[i + 1], ${buffer}[i + 2], ${buffer}[i + 3])`;
  return `fn ${name}(i : i32) -> vec4<f32> { return ${value}; }`;
}

/** Defines `fn store(i : i32, count : i32, value : vec4<f32>)`: the first `count` of four, at float i of the result; none where it is not positive. */
export function storeFour(components: Components): string {
  const body =
    components === 4
      ? 'if (count > 0) { result[i >> 2u] = stored_result(value); }'
      : 'for (var c = 0; c < min(4, count); c++) { result[i + c] = stored_result(value[c]); }';
  return `fn store(i : i32, count : i32, value : vec4<f32>) { ${body} }`;
}

/** Defines `fn addTo(i : i32, count : i32)`: as `store`, but adds four of `added` to what is there. Halves are rounded twice. */
export function addFour(components: Components): string {
  const body =
    components === 4
      ? 'if (count > 0) { result[i >> 2u] = stored_result(vec4<f32>(result[i >> 2u]) + vec4<f32>(added[i >> 2u])); }'
      : 'for (var c = 0; c < min(4, count); c++) { result[i + c] = stored_result(f32(result[i + c]) + f32(added[i + c])); }';
  return `fn addTo(i : i32, count : i32) { ${body} }`;
}

/** The numbers below `count`: texts are written out where WGSL would need an array, which does not stay in registers. */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** Lines of text, one for each number below `count`. */
export function each(count: number, line: (i: number) => string): string {
  return range(count).map(line).join('\n');
}
