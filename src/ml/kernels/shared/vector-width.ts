/**
 * Floats in an element of a binding: 4 where rows start at multiples of 4, so that loads and stores
 * are vectors.
 */
export type Components = 4 | 1;

export function componentsFor(...rowLengths: number[]): Components {
  return rowLengths.every((length) => length % 4 === 0) ? 4 : 1;
}

/** The WGSL type of such an element. */
export function elementOf(components: Components): 'vec4<f32>' | 'f32' {
  return components === 4 ? 'vec4<f32>' : 'f32';
}
