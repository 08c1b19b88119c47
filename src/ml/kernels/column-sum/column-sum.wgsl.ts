import type { Components } from '../flat-program.ts';

/**
 * x: [rows, columns] -> [parts, columns], columns counted in elements of `components` floats. Each thread adds one element of `rowsPerPart` neighbouring
 * rows, in order: the same input gives the same bits.
 */
export function columnSumText(components: Components): string {
  const type = components === 4 ? 'vec4<f32>' : 'f32';
  return /* wgsl */ `
    fn main(index : i32) {
      let column = index % uniforms.columns;
      let part = index / uniforms.columns;
      let first = part * uniforms.rowsPerPart;
      if (first >= uniforms.rows) {
        return;
      }
      let end = min(first + uniforms.rowsPerPart, uniforms.rows);
      var sum = ${type}(0.0);
      for (var row = first; row < end; row++) {
        sum += x[row * uniforms.columns + column];
      }
      result[index] = sum;
    }
  `;
}
