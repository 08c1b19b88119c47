import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDataSet } from '../ml/data/dataset.ts';
import { parseManifest } from '../ml/data/manifest.ts';
import { buildSet, holdOut } from './build-set.ts';
import { Collection } from './collection.ts';
import { rawShards } from './raw-shards.ts';

const options = { name: 'Mine', side: 16, channels: 3, mirrors: true } as const;
const pictureOf = (seed: number) =>
  Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => (i === 0 ? seed >> 8 : (seed + i) % 256));

async function collected(seeds: readonly number[], classOf: (seed: number) => string | null = () => null) {
  const collection = new Collection();
  for (const [place, seed] of seeds.entries()) await collection.add(pictureOf(seed), classOf(seed), place);
  return collection;
}
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('holdOut', () => {
  const pictures = fc.uniqueArray(
    fc.record({
      key: fc.nat(0xffffffff).map((n) => n.toString(16).padStart(8, '0')),
      className: fc.constantFrom(null, 'a', 'b'),
    }),
    {
      minLength: 16,
      maxLength: 400,
      selector: ({ key }) => key,
    },
  );

  it('holds out a twentieth, in whatever order the pictures come', () => {
    fc.assert(
      fc.property(pictures, (all) => {
        const { train, test } = holdOut(all);
        expect(test).toHaveLength(Math.max(1, Math.floor(all.length / 20)));
        expect(new Set([...train, ...test])).toEqual(new Set(all));
        expect(holdOut(all.toReversed())).toEqual({ train, test });
      }),
    );
  });

  it('moves at most one picture out of the held-out part when another picture is added', () => {
    fc.assert(
      fc.property(pictures, (all) => {
        const before = holdOut(all.slice(1));
        const now = new Set(holdOut(all).test);
        expect(before.test.filter((one) => !now.has(one)).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('does not hold out the last picture of a class, unless each class has only one', () => {
    const all = upTo(40).map((i) => ({ key: String(i).padStart(8, '0'), className: i < 2 ? `rare ${i}` : 'common' }));
    expect(holdOut(all).test.map(({ className }) => className)).toEqual(['common', 'common']);
    expect(holdOut(upTo(16).map((i) => ({ key: `${i}`, className: `${i}` }))).test).toHaveLength(1);
  });
});

describe('buildSet', () => {
  it('gives the same set for the same pictures in any order, with or without copies', async () => {
    const classOf = (seed: number) => (seed % 3 === 0 ? 'a' : 'b');
    const one = await buildSet((await collected(upTo(40), classOf)).pictures, options);
    const other = await buildSet((await collected([...upTo(40).reverse(), 3, 17], classOf)).pictures, {
      ...options,
      name: 'X',
    });
    expect(other.manifest).toEqual({ ...one.manifest, name: 'X' });
    const more = await buildSet((await collected(upTo(41), classOf)).pictures, options);
    expect(more.manifest.hash).not.toBe(one.manifest.hash);
  });

  it('makes a valid manifest, and shards that contain each picture once with its label', async () => {
    const { pictures } = await collected(upTo(300), (seed) => `class ${seed % 12}`);
    const { manifest, shard } = await buildSet(pictures, options);
    expect(await parseManifest(structuredClone(manifest))).toEqual(manifest);
    expect(manifest.classNames.slice(0, 3)).toEqual(['class 0', 'class 1', 'class 2']);
    expect([manifest.splits.train.labels.length, manifest.splits.test.labels.length]).toEqual([285, 15]);
    expect(manifest.splits.train.shards.map(({ count }) => count)).toEqual([256, 29]);

    const dataSet = await openDataSet(
      rawShards(
        async () => manifest,
        async (file) => shard(file),
      ),
    );
    const seen = new Map<string, number>();
    for (const split of ['train', 'test'] as const) {
      for (const [i, label] of dataSet.labels(split).entries()) seen.set((await dataSet.image(split, i)).join(), label);
    }
    expect(seen).toEqual(new Map(upTo(300).map((seed) => [pictureOf(seed).join(), seed % 12])));
  });

  it('has no classes if all pictures have the same class, or none', async () => {
    for (const className of [null, 'all']) {
      const { manifest } = await buildSet((await collected(upTo(16), () => className)).pictures, options);
      expect(manifest.classNames).toEqual([]);
      expect(new Set(manifest.splits.train.labels)).toEqual(new Set([0]));
      expect(manifest.id).toBe(`own-${manifest.hash.slice(0, 16)}`);
    }
  });

  it('requires 16 different pictures, and at most 1,000 classes', async () => {
    const few = await collected([...upTo(15), 3, 3]);
    expect(few.counts).toMatchObject({ pictures: 15, copies: 2 });
    await expect(buildSet(few.pictures, options)).rejects.toMatchObject({
      code: 'own-too-few',
      values: { count: 15, least: 16 },
    });
    const key = (i: number) => String(i).padStart(64, '0');
    const many = upTo(1001).map((i) => ({ pixels: new Uint8Array(1), key: key(i), className: `${i}`, place: i }));
    await expect(buildSet(many, options)).rejects.toMatchObject({ code: 'own-too-many-classes' });
  });
});

describe('Collection', () => {
  it('counts copies once, in the class that sorts first, in whatever order they are added', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(5), fc.constantFrom('a', 'b', 'c')), { maxLength: 12 }),
        async (brought) => {
          const collection = new Collection();
          for (const [place, [seed, className]] of brought.entries())
            await collection.add(pictureOf(seed), className, place);
          const expected = new Map<string, string>();
          for (const [seed, name] of brought.toSorted()) if (!expected.has(`${seed}`)) expected.set(`${seed}`, name);
          expect(collection.counts).toMatchObject({ pictures: expected.size, copies: brought.length - expected.size });
          expect(collection.pictures.map(({ className }) => className).toSorted()).toEqual(
            [...expected.values()].toSorted(),
          );
        },
      ),
      { numRuns: 50 },
    );
  });
});
