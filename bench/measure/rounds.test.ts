import { expect, test } from 'vitest';
import { quoted } from '../../src/ml/reasons.ts';
import { cases } from '../cases/case.ts';
import type { Peer, PeerName } from '../peers/peer.ts';
import { measureCase, plannedRounds, type RoundOptions } from './rounds.ts';

/** A clock that advances only by work, and peers that take a given time. */
function workshop() {
  let time = 0;
  const log: string[] = [];
  const peer = (name: PeerName, first: number, each: number, more: Partial<Peer> = {}): Peer => ({
    name,
    versions: {},
    refuses: () => null,
    async prepare() {
      let started = false;
      return {
        async run(times) {
          log.push(`${name} x${times}`);
          time += (started ? 0 : first) + times * each;
          started = true;
          return { loss: 0.5, cpuMs: null };
        },
        dispose: async () => {
          log.push(`${name} disposed`);
        },
      };
    },
    dispose: async () => {},
    ...more,
  });
  const options: RoundOptions = {
    clock: { now: () => time, cpu: () => 2 * time },
    rounds: 3,
    budget: 1e6,
    shortest: 100,
    gemmRate: async () => 12,
    onProgress: () => {},
    signal: new AbortController().signal,
  };
  return { peer, options, log };
}

test('interleaves rounds, repeats the case within a round for a fast peer, and reports the first run separately', async () => {
  const { peer, options, log } = workshop();
  const result = await measureCase(cases.article, [peer('ours', 30, 20), peer('stock', 500, 200)], options);
  expect(log).toEqual([
    ...['ours x1', 'stock x1'], // the first
    ...['ours x1', 'stock x1'], // a trial
    ...['ours x5', 'stock x1', 'ours x5', 'stock x1', 'ours x5', 'stock x1'],
    ...['ours disposed', 'stock disposed'],
  ]);
  const [ours, stock] = result.measured;
  expect(ours).toMatchObject({ peer: 'ours', wall: [20, 20, 20], cpu: [40, 40, 40], times: 5, first: 50 });
  expect(stock).toMatchObject({ peer: 'stock', wall: [200, 200, 200], times: 1, first: 700 });
  expect(result.gemmRates).toEqual([12, 12, 12]);
});

test('runs as many rounds as fit the budget, and at least one', async () => {
  expect(plannedRounds(9, 1000, 300)).toBe(3);
  expect(plannedRounds(9, 100_000, 300)).toBe(9);
  expect(plannedRounds(9, 100, 300)).toBe(1);
  const { peer, options } = workshop();
  // The trial counts as the one round, however long compiling took.
  const { measured } = await measureCase(cases.article, [peer('stock', 500_000, 10_000)], {
    ...options,
    budget: 15_000,
  });
  expect(measured[0]).toMatchObject({ wall: [10_000], times: 1, first: 510_000 });
  const enough = await measureCase(cases.article, [peer('stock', 500_000, 10_000)], { ...options, budget: 25_000 });
  expect(enough.measured[0]?.wall).toEqual([10_000, 10_000]);
});

test('reports peers that refuse or fail, and measures the others', async () => {
  const { peer, options } = workshop();
  const cannot = peer('jax-js', 0, 1, { refuses: () => 'has no diffusion models' });
  const fails = peer('stock', 0, 1, { prepare: () => Promise.reject(new Error('out of memory')) });
  const diverges = peer('webgl', 0, 1, {
    prepare: async () => ({ run: async () => ({ loss: Number.NaN, cpuMs: null }), dispose: async () => {} }),
  });
  const result = await measureCase(cases.article, [peer('ours', 0, 50), cannot, fails, diverges], options);
  expect(result.measured.map((measured) => measured.peer)).toEqual(['ours']);
  expect(result.refused).toEqual([
    { peer: 'jax-js', reason: quoted('has no diffusion models') },
    { peer: 'stock', reason: quoted('out of memory') },
    { peer: 'webgl', reason: quoted('its loss is NaN') },
  ]);
});

test('keeps its results and frees everything when it is interrupted', async () => {
  const { peer, options, log } = workshop();
  const abort = new AbortController();
  let rounds = 0;
  const gemmRate = async () => {
    if (++rounds === 3) abort.abort(); // the trial has one, too
    return 12;
  };
  const { measured } = await measureCase(cases.article, [peer('ours', 0, 200)], {
    ...options,
    gemmRate,
    signal: abort.signal,
  });
  expect(measured[0]?.wall).toEqual([200, 200]);
  expect(log.at(-1)).toBe('ours disposed');
});
