import type { ComputeProgram } from '../shared/compute-program.ts';
import { type Components, elementOf } from '../shared/vector-width.ts';

/**
 * x: [rows, columns] -> [parts, stride], of which the first `columns` of each row are written. All
 * are counted in elements of `components` floats. Each thread adds one element of `rowsPerPart`
 * neighbouring rows, in order, so the same input gives the same bits. `scaled`: multiplies the sums
 * by a factor.
 */
export function columnSumProgram(components: Components, scaled = false): ComputeProgram {
  const element = elementOf(components);
  return {
    key: `ColumnSum ${components}${scaled ? ' scaled' : ''}`,
    workgroup: 64,
    uniforms: { rows: 'i32', columns: 'i32', rowsPerPart: 'i32', stride: 'i32', ...(scaled && { factor: 'f32' }) },
    reads: { x: element },
    writes: { result: element },
    halves: ['x'],
    takes: 'index',
    source: /* wgsl */ `
      fn main(index : i32) {
        let column = index % uniforms.columns;
        let part = index / uniforms.columns;
        let first = part * uniforms.rowsPerPart;
        if (first >= uniforms.rows) {
          return;
        }
        let end = min(first + uniforms.rowsPerPart, uniforms.rows);
        var sum = ${element}(0.0);
        for (var row = first; row < end; row++) {
          sum += ${element}(x[row * uniforms.columns + column]);
        }
        result[part * uniforms.stride + column] = sum${scaled ? ' * uniforms.factor' : ''};
      }
    `,
  };
}
