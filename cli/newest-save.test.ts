import { expect, it } from 'vitest';
import { newestSave } from './newest-save.ts';

it('keeps the newest step if an older autosave arrives after it, and writes one at a time', async () => {
  const written: number[] = [];
  let writing = 0;
  const save = newestSave(async ([step = 0]) => {
    writing += 1;
    expect(writing).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    written.push(step);
    writing -= 1;
  });
  await Promise.all([2, 6, 4, 6].map((step) => save(step, Uint8Array.of(step))));
  expect(written).toEqual([2, 6, 6]);
});

it('writes an older step if the newer one could not be written', async () => {
  let full = true;
  const written: number[] = [];
  const save = newestSave(async ([step = 0]) => {
    if (full) throw new Error('no room');
    written.push(step);
  });
  await expect(save(6, Uint8Array.of(6))).rejects.toThrow('no room');
  full = false;
  await save(4, Uint8Array.of(4));
  expect(written).toEqual([4]);
});
