/**
 * Trains one of the programs in a process of its own, in Node with npm's `webgpu`: all that a program
 * does to be faster is the one import. `compare.js` starts it, and asks for steps by messages.
 *
 *     node train.js stock|fast PROGRAM BATCH_SIZE [SIDE_OF_PICTURES]
 */
import { create, globals } from 'webgpu';

const [variant, program, ...numbers] = process.argv.slice(2);
const [batchSize, side] = numbers.map(Number);

// A browser has these; tfjs looks for them when it is imported.
Object.assign(globalThis, globals);
if (globalThis.navigator === undefined) Object.defineProperty(globalThis, 'navigator', { value: {} });
Object.defineProperty(globalThis.navigator, 'gpu', { value: create([]) });

const tf = await import('@tensorflow/tfjs');
await import('@tensorflow/tfjs-backend-webgpu');
if (variant === 'fast') await import('fast-tfjs-webgpu');
await tf.setBackend('webgpu');

const { createData, createModel } = await import(`./${program}.js`);
const model = createModel(side);

/** Different pictures for every chunk of steps, the same ones for both variants. */
let seed = 1;

process.on('message', async (steps) => {
  const { xs, ys } = createData(steps * batchSize, seed++, side);
  const losses = [];
  const onBatchEnd = async (_, { loss }) => void losses.push(loss);
  const began = performance.now();
  await model.fit(xs, ys, { batchSize, shuffle: false, verbose: 0, callbacks: { onBatchEnd } });
  const ms = (performance.now() - began) / steps;
  tf.dispose([xs, ys]);
  process.send({ losses, ms });
});
process.send('ready');
