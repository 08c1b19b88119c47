import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PictureShape, shippedSets } from '../src/ml/config.ts';
import { ArgumentError } from './arguments.ts';
import { openGivenData } from './given-data.ts';
import { writeSyntheticData } from './synthetic-data.fixture.ts';
import { readTrainFlags } from './train/arguments.ts';
import { readPictureFlags } from './train/picture-flags.ts';

function options(line: string, like?: PictureShape) {
  const flags = readTrainFlags(line.split(' ').filter((word) => word !== ''));
  return flags ? readPictureFlags(flags.values, like) : expect.fail('--help was not asked for');
}

let place: string;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'playground-given-data-'));
});
afterAll(() => rm(place, { recursive: true, force: true }));

describe('--data', () => {
  it('may name a shipped set, of which nothing is read yet', async () => {
    expect((await openGivenData('digits', options(''))).set).toBe(shippedSets.digits);
  });

  it('may name a prepared folder, which describes itself', async () => {
    const facts = { ...shippedSets.digits, id: 'shapes', side: 28, channels: 1, classNames: ['a', 'b', 'c'] } as const;
    await writeSyntheticData(join(place, 'shapes'), { facts, labels: [0, 1, 2], imagesPerShard: 3 });
    const { set, source } = await openGivenData(join(place, 'shapes'), options(''));
    expect(set).toMatchObject({ id: 'shapes', side: 28, channels: 1, classNames: ['a', 'b', 'c'] });
    expect(set.counts).toEqual({ train: 3, test: 1 });
    expect(await source.manifest()).toMatchObject({ id: 'shapes' });
  });

  it('may not name another kind of file, or a visitor’s set in a browser', async () => {
    await writeFile(join(place, 'x.txt'), 'hello');
    await expect(openGivenData(join(place, 'x.txt'), options(''))).rejects.toMatchObject({
      code: /image-none|own-zip/,
    });
    await expect(openGivenData('own-0123456789abcdef', options(''))).rejects.toThrow(/--data names their folder/);
    await expect(openGivenData(join(place, 'nowhere'), options(''))).rejects.toThrow(
      /no such folder, and the sets are called cifar10/,
    );
  });
});

describe('converting pictures to one size', () => {
  it('follows the flags, and without them the checkpoint that is resumed', () => {
    expect(options('')).toEqual({ side: 32, channels: 3, fit: 'crop', flag: null });
    expect(options('--side 48 --fit fit --grey 1')).toEqual({
      ...{ side: 48, channels: 1, fit: 'fit' },
      flag: 'side',
    });
    expect(options('', { side: 28, channels: 1 })).toMatchObject({ side: 28, channels: 1 });
    expect(options('--side 16 --grey 0', { side: 28, channels: 1 })).toMatchObject({ side: 16, channels: 3 });
  });

  it.each(['--side 17', '--side 8', '--side 128', '--fit stretch'])('is refused in one line: %s', (line) => {
    expect(() => options(line)).toThrow(ArgumentError);
  });

  it('is refused for a set that is already prepared', async () => {
    await expect(openGivenData('digits', options('--side 32'))).rejects.toThrow(
      /--side says how the pictures of a folder are read/,
    );
  });
});
