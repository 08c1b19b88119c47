/**
 * Does a network earn its keep? Damages the first 64 test pictures of its set in each way, repairs
 * them by every method that fits, and prints the table of docs/QUALITY.md: mean and standard
 * deviation of PSNR and SSIM, and for how many pictures the network comes nearer to the original
 * than any filter.
 *
 *     npx tsx tools/quality/restore-table.ts digits|emoji|cifar10|article|DIR [--pictures 64]
 * [--only noise,mask] [--steps 25] [--once] [--backend webgpu]
 *
 * `--once`: without resampling, for a network that takes long.
 */
import { parseArgs } from 'node:util';
import { nodeBackends, openCheckpoint, readNetworkFolder, stepsOf } from '../../cli/node-engine.ts';
import { dataDirectoryOf, nodeShards } from '../../cli/node-shards.ts';
import { setOf } from '../../src/ml/checkpoint/trained-on.ts';
import { openDataSet } from '../../src/ml/data/dataset.ts';
import { shippedSet, shippedSets } from '../../src/ml/data/shipped-sets.ts';
import type { Damage } from '../../src/ml/diffusion/restore/damages.ts';
import { methodRefusal, type RepairSettings, repairDefaults } from '../../src/ml/diffusion/restore/methods.ts';
import { type BatchRow, batchRows, type Spread } from '../../src/store/repair-batch.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    pictures: { type: 'string', default: '64' },
    only: { type: 'string' },
    steps: { type: 'string', default: String(repairDefaults.steps) },
    once: { type: 'boolean', default: false },
    backend: { type: 'string', default: 'webgpu' },
  },
});
const model = positionals[0] ?? 'digits';
const count = Number(values.pictures);
const backend = nodeBackends.find((name) => name === values.backend) ?? 'webgpu';

const checkpoint = await readNetworkFolder(model);
const set = shippedSet(setOf(checkpoint)?.id ?? '') ?? shippedSets.cifar10;
const network = await openCheckpoint(checkpoint, backend);
const { restorePictures } = await import('../../src/engine/restore-pictures.ts');
const { picturesOf } = await import('../../src/engine/pictures.ts');
const dataSet = await openDataSet(nodeShards(dataDirectoryOf(set)));
const { side, channels } = network.shape;

const rgb = Buffer.concat(
  await Promise.all(
    Array.from({ length: count }, async (_, i) => picturesOf(await dataSet.image('test', i), dataSet.shape).rgb),
  ),
);
const original = { count, width: side, height: side, rgb: new Uint8Array(rgb) };
const labels = Array.from({ length: count }, (_, i) => dataSet.labels('test')[i] ?? 0);
/**
 * A network that has never learned to answer without a class gets the picture's class; any other
 * gets none.
 */
const needsClass =
  network.kind === 'diffusion' && network.denoiser.knowsClasses && !network.denoiser.answersWithoutClass;

/** A square in the middle with 36 % of the side, the page's initial mask. */
const lost = new Uint8Array(side * side).map((_, pixel) => {
  const isInside = (place: number) => Math.abs((place + 0.5) / side - 0.5) < 0.18;
  return isInside(pixel % side) && isInside(Math.floor(pixel / side)) ? 1 : 0;
});
const damages: readonly (readonly [string, Damage])[] = [
  ['noise 0.25', { kind: 'noise', noise: 0.25 }],
  ['noise 0.5', { kind: 'noise', noise: 0.5 }],
  ['noise 1', { kind: 'noise', noise: 1 }],
  ['mask, a square in the middle', { kind: 'mask', lost, noise: 0 }],
  ['6 scratches', { kind: 'scratches', count: 6 }],
  ['pixelation, squares of 4', { kind: 'pixelation', block: 4 }],
  ['downscaling, a quarter', { kind: 'downscaling', factor: 4 }],
  ['downscaling, a half', { kind: 'downscaling', factor: 2 }],
  ['grey', { kind: 'grey' }],
];
const defaults = { ...repairDefaults, steps: Number(values.steps) };
const all: readonly RepairSettings[] = [
  { ...defaults, method: 'one-pass' },
  { ...defaults, method: 'sdedit', strength: 0.3 },
  { ...defaults, method: 'sdedit', strength: 0.5 },
  { ...defaults, method: 'repaint', resamples: 1 },
  { ...defaults, method: 'repaint' },
  { ...defaults, method: 'ddnm', resamples: 1 },
  { ...defaults, method: 'ddnm' },
];
const resampled = ({ method, resamples }: RepairSettings) =>
  (method === 'repaint' || method === 'ddnm') && resamples > 1;
const methods = all.filter((settings) => !(values.once && resampled(settings)));

console.log(`\n${model}, ${count} test pictures of ${set.id}\n`);
console.log('| Damage | By | PSNR in dB | SSIM | Passes | Nearest of all |');
console.log('| --- | --- | ---: | ---: | ---: | ---: |');
const wanted = values.only?.split(',');
for (const [name, damage] of damages) {
  if (wanted && !wanted.includes(damage.kind)) continue;
  let told = false;
  for (const repair of methods) {
    if (methodRefusal(repair.method, damage, { kind: network.kind, channels })) continue;
    const classIndex = needsClass ? labels : null;
    const request = { original, damage, seed: 1, repair, classIndex, guidance: 1 };
    const result = await restorePictures(network, request, { step: stepsOf(checkpoint) });
    for (const row of batchRows(result, request)) {
      if (row.settings === null && told) continue;
      console.log(
        `| ${told || row.name !== 'damaged' ? '' : name} | ${inWords(row)} | ${row.settings === null ? '' : result.passes} | ${row.wins ?? ''} |`,
      );
    }
    told = true;
  }
}
process.exit(0); // Dawn's threads would keep the process alive

function inWords({ name, settings, psnr, ssim }: BatchRow): string {
  const setting =
    !settings || settings.method === 'one-pass'
      ? ''
      : settings.method === 'sdedit'
        ? `, strength ${settings.strength}`
        : settings.resamples === 1
          ? ', no resampling'
          : `, each ${settings.jump} levels ${settings.resamples} times`;
  return `${name}${setting} | ${spread(psnr, 1)} | ${spread(ssim, 3)}`;
}

function spread({ mean, deviation }: Spread, digits: number): string {
  return `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}`;
}
