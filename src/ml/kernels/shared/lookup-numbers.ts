/**
 * Tables of numbers that a kernel looks up. They do not change from step to step and are kept on
 * the device.
 */

import type { SlicedBackend } from '../../device/current-backend.ts';
import { keepNumbers } from '../../device/kept-buffers.ts';

const tables = new WeakMap<SlicedBackend, Map<string, GPUBuffer>>();

/** A buffer with these numbers as u32. */
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
 * WGSL: `fn entryOf(workgroup) -> u32` returns where the entry of this workgroup begins in the
 * table. An entry's first number is its first workgroup; the last entry that does not begin after
 * this workgroup is the right one.
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
