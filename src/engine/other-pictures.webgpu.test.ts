/**
 * Networks whose pictures differ from the data set's, as diffusers writes them: each samples,
 * restores, continues training, and is saved unchanged in kind.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { shareOneDevice } from '../../tools/vitest/one-device.ts';
import { readFolder } from '../ml/checkpoint/folder.ts';
import { unzipFolder } from '../ml/checkpoint/zip.ts';
import { recipes } from '../ml/config.ts';
import type { CheckpointFile, Pictures } from '../workers/protocol.ts';
import { oddFolder } from './odd-folders.testing.ts';
import { restoreRequest } from './restore-request.fixture.ts';
import { closeSession, startSession } from './session.fixture.ts';

await shareOneDevice();
afterEach(closeSession);

const data = { labels: [3, 1, 4, 1, 5], imagesPerShard: 4, testLabels: [3, 8] };
const beside = {
  backend: 'webgpu',
  experiment: { ...recipes.article.experiment, batchSize: 2 },
  previewEvery: 0,
  resume: 'none',
} as const;

const filesOf = (...folder: Parameters<typeof oddFolder>): CheckpointFile[] =>
  Array.from(oddFolder(...folder), ([path, bytes]) => ({ path, bytes }));

/** `lastClass`: the last class that the network knows; null if it knows none. */
const cases: readonly (readonly [name: string, side: number, channels: number, lastClass: number | null])[] = [
  ['mnist28', 28, 1, null],
  ['gray32', 32, 1, null],
  ['rgba32', 32, 4, null],
  ['size16', 16, 3, null],
  ['size48', 48, 3, null],
  ['size64', 64, 3, null],
  ['class5', 32, 3, 4],
  ['class1000', 32, 3, 999],
];

describe('beside a data set of 32 x 32 in colour', () => {
  it.each(cases)('%s, %i x itself x %i', async (name, side, channels, lastClass) => {
    const { engine, losses, until, notices } = await startSession(data);
    await engine.open(beside, '');
    const { network } = await engine.loadFolder(filesOf(name));
    expect(network).toMatchObject({ shape: { side, channels }, classes: lastClass === null ? null : lastClass + 1 });

    const sampling = { sampler: 'ddim', steps: 1, eta: 0, guidance: 1, classIndex: lastClass, weights: 'ema' } as const;
    const { samples } = await engine.generate(1, { seed: 1, count: 2, sampling });
    expect(samples).toMatchObject({ count: 2, width: side, height: side });
    if (channels === 1) expect(isGrey(samples)).toBe(true);

    const rgb = new Uint8Array(side * side * 3).map((_, i) => (i - (i % 3)) % 256);
    const original = { count: 1, width: side, height: side, rgb };
    const restored = await engine.restore(2, restoreRequest(original));
    expect(restored.restored).toMatchObject({ count: 1, width: side, height: side });
    expect(restored.quality.restored[0]?.psnr).toBeGreaterThan(5);

    await engine.train(1);
    await until('paused');
    expect(losses.get(1)).toBeGreaterThan(0);
    const saved = readFolder('saved', unzipFolder('saved', await engine.save()));
    if (saved.network.kind !== 'unet2d') return expect.fail('it is a U-Net');
    expect(saved.network.config).toMatchObject({ sample_size: side, in_channels: channels, out_channels: channels });
    expect(saved.training?.progress).toMatchObject({ step: 1, experiment: { data: 'cifar10' } });
    expect(notices.filter(({ code }) => code !== 'checkpoint-notice')).toEqual([]);
  });

  it('refuses a network of pictures that are wider than high, and keeps the open run', async () => {
    const { engine, losses, until } = await startSession(data);
    await engine.open(beside, '');
    await expect(engine.loadFolder(filesOf('plain', { sample_size: [32, 64] }))).rejects.toMatchObject({
      code: 'model-config',
      values: { field: 'sample_size', value: '[32,64]' },
    });
    await engine.train(1);
    await until('paused');
    expect(losses.get(1)).toBeGreaterThan(0);
  });
});

function isGrey({ rgb }: Pictures): boolean {
  return rgb.every((value, i) => value === rgb[i - (i % 3)]);
}
