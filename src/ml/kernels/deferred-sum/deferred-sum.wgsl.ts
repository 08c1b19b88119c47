import type { ComputeProgram } from '../shared/compute-program.ts';
import { entrySource } from '../shared/lookup-numbers.ts';

/** Fields of the table per sum. */
export const fieldsOfSum = 6;

/**
 * Many sums of parts; each has as many workgroups as its elements fill. An element is four floats,
 * and a sum's parts are added in order.
 */
export const sumsOfParts: ComputeProgram = {
  key: 'SumsOfParts',
  workgroup: 64,
  uniforms: { sums: 'u32' },
  reads: {
    parts: 'vec4<f32>',
    // For each sum: its first workgroup, its number of elements and of parts, where the parts
    // begin, where the result begins, and the distance between parts.
    table: 'u32',
  },
  writes: { result: 'vec4<f32>' },
  source: /* wgsl */ `
    ${entrySource('uniforms.sums', fieldsOfSum)}
    fn main(workgroup : u32, lane : u32) {
      let at = entryOf(workgroup);
      let element = (workgroup - table[at]) * workgroupSize + lane;
      let elements = table[at + 1u];
      if (element >= elements) { return; }
      let first = table[at + 3u] + element;
      var sum = vec4<f32>(0.0);
      for (var part = 0u; part < table[at + 2u]; part++) {
        sum += parts[first + part * table[at + 5u]];
      }
      result[table[at + 4u] + element] = sum;
    }
  `,
};
