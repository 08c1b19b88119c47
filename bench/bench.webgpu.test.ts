/**
 * The benchmark end to end on a real device, with a step that takes no time: its report must be
 * right on a machine of any speed.
 */
import { beforeAll, expect, test } from 'vitest';
import { loadRecording } from '../src/ml/device/recording-loader.ts';
import { cases } from './cases/case.ts';
import { measureCase } from './measure/rounds.ts';
import { recordingsOf } from './node/recordings.ts';
import { openTfjsPeer } from './peers/tfjs/peer.ts';

// Loaded first: rounds this short would be over before it has been loaded.
beforeAll(loadRecording);

test('the block on our kernels computes all gradients, and is recorded and replayed', async () => {
  const ours = await openTfjsPeer('ours');
  const { measured, refused } = await measureCase({ ...cases.block, batch: 1 }, [ours], {
    clock: { now: () => performance.now(), cpu: () => null },
    rounds: 4,
    budget: 60_000,
    shortest: 1,
    gemmRate: null,
    onProgress: () => {},
    signal: new AbortController().signal,
  });
  expect(refused).toEqual([]);
  const [own] = measured;
  expect(own?.loss).toBeGreaterThan(0);
  expect(own?.commands).toMatchObject({ bindGroups: 0, buffersCreated: 0, notReplayed: null });
  await ours.dispose();
});

test('prints the commands of a recording', async () => {
  const printed: string[] = [];
  expect(await recordingsOf([{ ...cases.block, batch: 1 }], (text) => printed.push(text))).toBe(0);
  expect(printed.join('\n')).toMatch(
    /1 submit, .* dispatches, .* bytes in buffers of its own\n[\s\S]*dispatch SumsOfParts #\d+ by [\s\S]*result own/,
  );
});

test('train steps on our kernels and on stock tfjs, interleaved, give the same numbers and make no buffer after warm-up', async () => {
  const ours = await openTfjsPeer('ours');
  const stock = await openTfjsPeer('stock');
  const progress: string[] = [];
  const { measured, refused } = await measureCase({ ...cases.article, batch: 1 }, [ours, stock], {
    clock: { now: () => performance.now(), cpu: () => null },
    rounds: 2,
    budget: 60_000,
    shortest: 1,
    gemmRate: null,
    onProgress: ({ peer }) => progress.push(peer),
    signal: new AbortController().signal,
  });
  expect(refused).toEqual([]);
  expect(progress.slice(-4)).toEqual(['ours', 'stock', 'ours', 'stock']);
  const [own, others] = measured;
  if (!own?.commands || !others?.commands) throw new Error('both must be measured');
  expect([own.peer, others.peer]).toEqual(['ours', 'stock']);
  expect(own.wall.every((ms) => ms > 0)).toBe(true);
  // Both use the same seed, pictures and noise.
  expect(own.loss).toBeCloseTo(others.loss ?? Number.NaN, 5);
  expect(own.commands.buffersCreated).toBe(0);
  expect(own.commands.stepBytes).toBeGreaterThan(1e6);
  expect(own.commands.dispatches).toBeLessThan(others.commands.dispatches / 3);
  await ours.dispose();
  await stock.dispose();
});
