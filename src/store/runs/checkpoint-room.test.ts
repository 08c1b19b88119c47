import { afterEach, expect, it, vi } from 'vitest';
import { checkpointBudget, toGiveUp } from './checkpoint-room.ts';
import type { KeptRun } from './kept-run.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

type Facts = Pick<KeptRun, 'id' | 'number' | 'starred' | 'removed' | 'checkpoint'>;
const run = (number: number, bytes: number, more: Partial<Facts> = {}): KeptRun =>
  ({ id: `r${number}`, number, starred: false, removed: false, checkpoint: { step: 1, bytes }, ...more }) as KeptRun;

const ids = (runs: readonly KeptRun[] | null): string[] | null => runs?.map(({ id }) => id) ?? null;

it('gives up deleted checkpoints first, then the oldest without a star, and none if that does not make enough room', () => {
  const runs = [run(1, 40, { starred: true }), run(2, 40), run(3, 10), run(4, 10, { removed: true })];
  expect(ids(toGiveUp(runs, 'new', 20, 120))).toEqual([]);
  expect(ids(toGiveUp(runs, 'new', 25, 120))).toEqual(['r4']);
  expect(ids(toGiveUp(runs, 'new', 40, 120))).toEqual(['r4', 'r2']);
  expect(toGiveUp(runs, 'new', 90, 120)).toBeNull();
  // Replacing its own earlier checkpoint makes the room.
  expect(ids(toGiveUp(runs, 'r2', 60, 120))).toEqual([]);
});

it('takes a quarter of what the browser grants, up to 512 MB', async () => {
  const granting = (quota: number | undefined): void => {
    vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota }) } });
  };
  granting(400);
  expect(await checkpointBudget(true)).toBe(100);
  granting(2 ** 40);
  expect(await checkpointBudget(true)).toBe(2 ** 29);
  granting(undefined);
  expect(await checkpointBudget(true)).toBe(2 ** 28);
  vi.stubGlobal('navigator', {});
  expect(await checkpointBudget(true)).toBe(2 ** 28);
});
