import { expect, test } from 'vitest';
import { parseBenchArguments } from './arguments.ts';

test('without arguments: measures everything that Node can', () => {
  const given = parseBenchArguments([]);
  expect(given?.cases.map(({ name, batch }) => `${name} ${batch}`)).toEqual([
    ...['article 64', 'tiny 16', 'small 16', 'ddpm-cifar10 2', 'ddim 16', 'block 16'],
  ]);
  expect([...(given?.extras ?? [])]).toEqual(['limits', 'first-step', 'page']);
  expect(given?.peers).toEqual(['ours', 'stock', 'jax-js', 'torch-cpu', 'torch-cuda', 'torch-compiled']);
});

test('some cases, some peers, a batch for all or for some', () => {
  const given = parseBenchArguments(['--case', 'small,article', '--peer', 'stock,ours', '--batch', '2']);
  expect(given?.cases).toMatchObject([
    { name: 'article', batch: 2 },
    { name: 'small', batch: 2 },
  ]);
  expect(given?.peers).toEqual(['ours', 'stock']);
  const some = parseBenchArguments(['--case', 'small,tiny', '--batch', 'small=3', '--budget', '0.5']);
  expect(some?.cases.map(({ batch }) => batch)).toEqual([16, 3]);
  expect(some?.budget).toBe(500);
});

test('recordings instead of measurements', () => {
  expect(parseBenchArguments(['--recordings', '--case', 'tiny'])).toMatchObject({
    recordings: true,
    cases: [{ name: 'tiny' }],
  });
  expect(parseBenchArguments([])?.recordings).toBe(false);
});

test('a device that answers late', () => {
  expect(parseBenchArguments([])?.ticks).toBeNull();
  expect(parseBenchArguments(['--ticks', '100', '--rounds', '3'])).toMatchObject({ ticks: 100, rounds: 3 });
  expect(() => parseBenchArguments(['--ticks', '0'])).toThrow('--ticks');
});

test.each([
  [['--case', 'smal'], 'there is no "smal"'],
  [['--peer', 'webgl'], 'there is no "webgl"'],
  [['--batch', '0'], 'whole numbers from 1'],
  [['--batch', 'larg=2'], 'no case "larg"'],
  [['--rounds', '0'], '--rounds'],
  [['--speed'], '--speed'],
])('%j is refused with a sentence', (argv, sentence) => {
  expect(() => parseBenchArguments(argv)).toThrow(sentence);
});
