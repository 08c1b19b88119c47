/**
 * Do our kernels train as tfjs' own operations do? Trains a recipe for many steps with either, with
 * the same seed, batches, timesteps and noise, and writes every loss and what memory was held.
 * `compare` says how far two such runs are apart.
 *
 *     npx tsx tools/baselines/loss-curves.ts run --kernels ours|stock --out FILE [--recipe tiny]
 * [--steps 2000] [--batch 2]
 *     npx tsx tools/baselines/loss-curves.ts compare FILE FILE
 *
 * Needs `npm run data`. On a software adapter 2,000 steps of stock tfjs take an hour.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { installDawn } from '../../cli/dawn.ts';
import { nodeShards } from '../../cli/node-shards.ts';
import { recipeNames, recipes } from '../../src/ml/config.ts';
import { randomStream } from '../../src/ml/random.ts';
import { compareCurves, firstApart, type LossCurve } from './compare-curves.ts';

const saveEvery = 100;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    kernels: { type: 'string', default: 'ours' },
    out: { type: 'string' },
    recipe: { type: 'string', default: 'tiny' },
    steps: { type: 'string', default: '2000' },
    batch: { type: 'string', default: '2' },
  },
});

async function run(): Promise<void> {
  const { out } = values;
  const recipe = recipeNames.find((name) => name === values.recipe);
  const kernels = values.kernels === 'stock' ? 'stock' : 'ours';
  if (out === undefined || recipe === undefined) throw new Error('run needs --out FILE, and a --recipe that there is');
  const [steps, batchSize] = [Number(values.steps), Number(values.batch)];

  installDawn();
  const tf = await import('@tensorflow/tfjs-core');
  const { openDevice } = await import('../../src/ml/backends/open-device.ts');
  const { openStockDevice } = await import('../../bench/peers/tfjs/stock-device.ts');
  const { createLearner } = await import('../../src/ml/training/create-learner.ts');
  const { readMeasured } = await import('../../src/ml/training/optimizer.ts');
  const { describeNetwork } = await import('../../src/ml/network-description.lazy.ts');
  const { openDataSet } = await import('../../src/ml/data/dataset.ts');
  const { BatchOrder, startCursor } = await import('../../src/ml/data/batches.ts');

  const { adapter } = await openDevice('webgpu');
  if (kernels === 'stock') await openStockDevice();
  const experiment = { ...recipes[recipe].experiment, batchSize };
  const { seed, classes, epochs, learningRate } = experiment;
  const dataSet = await openDataSet(nodeShards());
  const stream = randomStream(seed).fork('batches');
  const order = new BatchOrder({ dataSet, stream, batchSize, classes, epochs });
  const learner = await createLearner(describeNetwork(experiment, dataSet.description), experiment, {
    totalSteps: steps,
    setClasses: dataSet.description.classNames.length,
  });

  const losses: number[] = [];
  const norms: number[] = [];
  const memory: LossCurve['memory'][number][] = [];
  const start = performance.now();
  let cursor = startCursor;
  while (losses.length < steps) {
    const batch = await order.take(cursor);
    if (batch === null) break;
    cursor = batch.next;
    const measured = learner.step(batch, learningRate);
    const { loss, gradientNorm: norm } = await readMeasured(measured);
    measured.dispose();
    losses.push(loss);
    norms.push(norm);
    if (losses.length % saveEvery !== 0 && losses.length !== steps) continue;
    const { numTensors, numBytes } = tf.memory();
    memory.push({ step: losses.length, numTensors, numBytes, gpuBytes: gpuBytes(tf.memory()) });
    const seconds = (performance.now() - start) / 1000;
    const curve: LossCurve = { kernels, adapter, recipe, batchSize, steps, losses, norms, memory, seconds };
    // Replaced as a whole, because another program may be reading it.
    writeFileSync(`${out}.part`, JSON.stringify(curve));
    renameSync(`${out}.part`, out);
    console.log(`${kernels} step ${losses.length} of ${steps}, loss ${loss.toFixed(4)}, ${seconds.toFixed(0)} s`);
  }
}

/** tfjs' WebGPU backend reports more than its type declares. */
function gpuBytes(memory: object): number {
  return 'numBytesInGPU' in memory && typeof memory.numBytesInGPU === 'number' ? memory.numBytesInGPU : Number.NaN;
}

function compare(): void {
  const [a, b] = positionals.slice(1).map((file): LossCurve => JSON.parse(readFileSync(file, 'utf8')));
  if (a === undefined || b === undefined) throw new Error('compare needs two files');
  const windows = compareCurves(a, b);
  console.log(`steps         ${a.kernels.padEnd(8)}  ${b.kernels.padEnd(8)}  +- (1 standard error)  distance`);
  for (const { first, count, a: left, b: right, standardError, distance } of windows) {
    const steps = `${first + 1}-${first + count}`.padEnd(12);
    const error = standardError.toFixed(5).padEnd(20);
    console.log(`${steps}  ${left.toFixed(6)}  ${right.toFixed(6)}  ${error}  ${distance.toFixed(2)}`);
  }
  const worst = Math.max(...windows.map(({ distance }) => distance));
  console.log(`largest distance ${worst.toFixed(2)}; chance alone makes it about 1`);
  for (const relative of [1e-4, 1e-2]) {
    console.log(`losses more than ${relative} apart (relative) from step ${firstApart(a, b, relative) ?? 'none'}`);
  }
  for (const curve of [a, b]) {
    const [first, last] = [curve.memory[0], curve.memory.at(-1)];
    console.log(`${curve.kernels} (${curve.adapter}): memory ${JSON.stringify(first)} to ${JSON.stringify(last)}`);
  }
}

if (positionals[0] === 'run') await run();
else if (positionals[0] === 'compare') compare();
else console.error('run or compare: see the top of this file');
// Dawn's threads would keep the process alive.
process.exit(0);
