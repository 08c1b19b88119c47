/** Walks between seeds and classes. */
import { afterAll, expect, test } from 'vitest';
import { writeFolder } from '../ml/checkpoint/folder.ts';
import { experimentOn, recipes } from '../ml/config.ts';
import type { CheckpointFile, Pictures, Sampling } from '../workers/protocol.ts';
import { miniatureOf, open, sampling, short, sketches } from './any-pictures.testing.ts';
import { closeSession } from './session.fixture.ts';

afterAll(closeSession);

const files: CheckpointFile[] = [...writeFolder(miniatureOf(sketches))].map(([path, bytes]) => ({ path, bytes }));

async function opened() {
  const seen = await open('webgpu', short(experimentOn(recipes.article, sketches)));
  const { model } = await seen.engine.openModel(files);
  let calls = 0;
  const paint = async (
    seed: number,
    count: number,
    changes: Partial<Sampling>,
    walk?: { seed: number; classIndex: number | null },
  ) => {
    calls += 1;
    const request = { model, seed, count, sampling: { ...sampling, steps: 2, ...changes }, ...(walk && { walk }) };
    return (await seen.engine.generate(calls, request)).samples;
  };
  return { ...seen, paint, model };
}

const picture = ({ rgb, width, height }: Pictures, index: number) =>
  rgb.slice(index * width * height * 3, (index + 1) * width * height * 3);

test('a walk begins and ends with exactly the pictures of its seeds and classes, with any sampler', async () => {
  const { paint, notices } = await opened();
  // Five pictures fit one part; 23 take two, of which the second is smaller.
  for (const [count, changes, to] of [
    [5, { classIndex: 0, guidance: 2 }, 2],
    [23, { classIndex: 1, guidance: 1, sampler: 'dpm' }, 0],
    [5, { classIndex: null }, null],
    [5, { classIndex: 2 }, null],
  ] as const) {
    const walk = await paint(4, count, changes, { seed: 9, classIndex: to });
    expect(walk.count).toBe(count);
    const from = await paint(4, 1, changes);
    const end = await paint(9, 1, { ...changes, classIndex: to ?? changes.classIndex });
    expect(picture(walk, 0)).toEqual(from.rgb);
    expect(picture(walk, count - 1)).toEqual(end.rgb);
    // Again, now replaying the first call's recordings.
    expect((await paint(4, count, changes, { seed: 9, classIndex: to })).rgb).toEqual(walk.rgb);
    const middle = picture(walk, Math.floor(count / 2));
    expect(middle).not.toEqual(from.rgb);
    expect(middle).not.toEqual(end.rgb);
  }
  expect(notices).toEqual([]);
});

test('refuses samplers that draw noise, a class at one end only, classes and seeds that do not exist, and one picture', async () => {
  const { engine, paint } = await opened();
  const to = { seed: 1, classIndex: 1 };
  const refused = (walk: Promise<unknown>, name: string) => expect(walk).rejects.toMatchObject({ values: { name } });
  await refused(paint(1, 3, { classIndex: 0, eta: 0.5 }, to), 'sampler');
  await refused(paint(1, 3, { classIndex: 0, sampler: 'ddpm' }, to), 'sampler');
  await refused(paint(1, 3, { classIndex: null }, to), 'walkClass');
  await refused(paint(1, 3, { classIndex: 0 }, { seed: 1, classIndex: 3 }), 'walkClass');
  await refused(paint(1, 3, { classIndex: 0 }, { seed: -1, classIndex: 1 }), 'walkSeed');
  await refused(paint(1, 1, { classIndex: 0 }, to), 'walkCount');
  // The run's own network answers in one pass.
  await refused(engine.generate(99, { seed: 1, count: 3, sampling, walk: to }), 'walk');
});

test('painting over a picture keeps it with little noise, replaces it with full noise, and refuses invalid input', async () => {
  const { engine, paint, model } = await opened();
  const original = { count: 1, width: 28, height: 28, rgb: new Uint8Array(28 * 28 * 3).fill(200) };
  let calls = 100;
  const over = (timestep: number, sampler: Sampling['sampler'] = 'ddim', of: Pictures = original) => {
    calls += 1;
    const from = { original: of, timestep };
    return engine.generate(calls, {
      ...{ model, seed: 4, count: 2, from },
      sampling: { ...sampling, steps: 10, classIndex: 1, sampler },
    });
  };
  for (const sampler of ['ddim', 'heun', 'dpm', 'euler'] as const) {
    // A single step at the least noisy timestep.
    const kept = (await over(0, sampler)).samples.rgb;
    const distance = kept.reduce((sum, value) => sum + Math.abs(value - 200), 0) / kept.length;
    expect(distance, sampler).toBeLessThan(50);
  }
  const free = (await over(1000)).samples;
  const plain = await paint(4, 2, { classIndex: 1, steps: 10 });
  const apart = free.rgb.reduce((sum, value, i) => sum + Math.abs(value - (plain.rgb[i] ?? 0)), 0) / free.rgb.length;
  expect(apart).toBeLessThan(20);
  await expect(over(Number.NaN)).rejects.toMatchObject({ values: { name: 'timestep' } });
  await expect(over(1, 'ddim', { ...original, rgb: new Uint8Array(3) })).rejects.toMatchObject({
    values: { name: 'original' },
  });
  const other = { count: 1, width: 32, height: 32, rgb: new Uint8Array(32 * 32 * 3) };
  await expect(over(1, 'ddim', other)).rejects.toMatchObject({ values: { name: 'original' } });
});
