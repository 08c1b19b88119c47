/**
 * Numbers that a kernel looks up and that are the same in each step; they are kept on the device.
 */

import type { SlicedBackend } from '../../device/current-backend.ts';
import { keepNumbers } from '../../device/kept-buffers.ts';

const tables = new WeakMap<SlicedBackend, Map<string, GPUBuffer>>();

/** Of u32. */
export function tableOf(backend: SlicedBackend, numbers: readonly number[]): GPUBuffer {
  const known = tables.get(backend) ?? new Map<string, GPUBuffer>();
  tables.set(backend, known);
  const key = numbers.join();
  let table = known.get(key);
  if (table === undefined) {
    table = keepNumbers(backend, Uint32Array.from(numbers), GPUBufferUsage.STORAGE, () => known.delete(key));
    known.set(key, table);
  }
  return table;
}

/**
 * WGSL: `fn entryOf(workgroup) -> u32`, where the last entry begins of those whose first number,
 * their first workgroup, is not above this one.
 */
export function entrySource(entries: string, fields: number): string {
  return /* wgsl */ `
    fn entryOf(workgroup : u32) -> u32 {
      var low = 0u;
      var high = ${entries};
      while (high - low > 1u) {
        let middle = (low + high) / 2u;
        if (table[${fields}u * middle] <= workgroup) { low = middle; } else { high = middle; }
      }
      return ${fields}u * low;
    }
  `;
}
