/**
 * Trains `tiny` like tiny_loss.py, from the same weights on the same images, timesteps and noise,
 * and prints both losses of every step: tsx tools/golden/tiny-loss.ts [webgpu|cpu]
 */
import { installDawn } from '../../cli/dawn.ts';
import { nodeShards } from '../../cli/node-shards.ts';
import { openDataSet } from '../../src/ml/data/dataset.ts';
import { readGoldenTinyLoss } from './read.ts';

const backend = process.argv[2] === 'cpu' ? 'cpu' : 'webgpu';
if (backend === 'webgpu') installDawn();
const { openDevice } = await import('../../src/ml/backends/open-device.ts');
const { trainTiny } = await import('./train-tiny.ts');

const { curve: golden } = readGoldenTinyLoss();
const { steps, batchSize } = golden;
const dataSet = await openDataSet(nodeShards());
const images = await Promise.all(Array.from({ length: steps * batchSize }, (_, i) => dataSet.image('train', i)));
const device = await openDevice(backend);
console.log(`${device.backend}, ${device.adapter}: ${steps} steps of ${batchSize} images`);
console.log('step  PyTorch      here         relative difference');
let largest = 0;
const began = performance.now();
const learner = await trainTiny(golden, new Uint8Array(Buffer.concat(images)), ({ step, loss }) => {
  const expected = golden.losses[step] ?? Number.NaN;
  const difference = Math.abs(loss - expected) / expected;
  largest = Math.max(largest, difference);
  const cells = [`${step + 1}`.padStart(4), expected.toFixed(8), loss.toFixed(8), difference.toExponential(1)];
  console.log(cells.join('   '));
});
console.log(`largest relative difference ${largest.toExponential(1)}`);
console.log(`${((performance.now() - began) / 1000 / steps).toFixed(2)} s a step`);
learner.dispose();
await device.idle();
process.exit(0);
