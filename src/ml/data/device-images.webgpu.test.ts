import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Device, openDevice } from '../backends/open-device.ts';
import { randomStream } from '../random.ts';
import { composedBatch, createBatchAssembly } from '../training/batch/index.ts';
import { onePassBatch } from '../training/batch/one-pass.ts';
import { cifar10, imageBytes } from './cifar10.testing.ts';
import { type DataSet, openDataSet } from './dataset.ts';
import { DeviceImages } from './device-images.ts';
import { syntheticImage, syntheticSource } from './synthetic-source.fixture.ts';

let device: Device;
beforeAll(async () => {
  device = await openDevice('webgpu');
});
afterAll(() => device.dispose());

async function openThreeShards(): Promise<{ dataSet: DataSet; reads: string[] }> {
  const reads: string[] = [];
  const { source } = await syntheticSource({
    labels: Array(20).fill(3),
    imagesPerShard: 8,
    onRead: async (file) => void reads.push(file),
  });
  return { dataSet: await openDataSet(source), reads };
}

/** Without noise: the pictures themselves. */
const pictures = onePassBatch(0);
const noise = randomStream(1);

async function made(assembly: ReturnType<typeof composedBatch>): Promise<Float32Array> {
  const picture = tf.tidy(() => assembly.make().noisy);
  const values = await picture.data<'float32'>();
  picture.dispose();
  return values;
}

test('uploads images that have arrived and those that arrive later, and batches read them on the device', async () => {
  const { dataSet } = await openThreeShards();
  const before = tf.memory().numTensors;
  await dataSet.settleShard('train', 0);
  await dataSet.settleShard('train', 2);
  await Promise.all([dataSet.moveToDevice(), dataSet.moveToDevice()]);
  await dataSet.settleShard('train', 1);

  const indices = Uint32Array.of(0, 7, 8, 15, 16, 19, 3);
  const batch = dataSet.batchImages(indices);
  if (!('stored' in batch)) throw new Error('20 images fit everywhere');
  const assembly = createBatchAssembly(pictures, cifar10, indices.length, batch.stored);
  assembly.write(batch, { noise, levels: noise, flips: null });
  const bytes = new Uint8Array(indices.length * imageBytes);
  for (const [i, index] of indices.entries()) bytes.set(syntheticImage(index), i * imageBytes);
  const reference = composedBatch(pictures, cifar10);
  reference.write({ bytes }, { noise, levels: noise, flips: null });
  const [actual, expected] = [await made(assembly), await made(reference)];
  // A byte's distance from the next is 8e-3.
  const error = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (actual[i] ?? Number.NaN))), 0);
  expect(error).toBeLessThan(1e-6);

  assembly.dispose();
  dataSet.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('keeps only the first shard on the host, and can read images of the others back', async () => {
  const { dataSet, reads } = await openThreeShards();
  await dataSet.moveToDevice();
  await dataSet.loadAll();
  const hosted = [0, 1, 2].map((shard) => {
    const state = dataSet.shardState('train', shard);
    return state.kind === 'ready' && state.images !== null;
  });
  expect(hosted).toEqual([true, false, false]);
  expect(await dataSet.image('train', 5)).toEqual(syntheticImage(5));
  expect(reads).toHaveLength(3);
  expect(await dataSet.image('train', 17)).toEqual(syntheticImage(17));
  expect(reads.slice(3)).toEqual(['train-2.webp']);
  dataSet.dispose();
});

test('takes the images’ bytes on the GPU, and frees them', async () => {
  const gpuBytes = () => ({ numBytesAllocatedInGPU: 0, ...tf.memory() }).numBytesAllocatedInGPU;
  tf.zeros([1]).dispose();
  const before = gpuBytes();
  const images = await DeviceImages.create(1000, cifar10);
  expect(gpuBytes() - before).toBe(1000 * imageBytes);
  images?.dispose();
  expect(gpuBytes()).toBe(before);
});

test('leaves on the host what is more than the device can bind', async () => {
  const { maxStorageBufferBindingSize, maxBufferSize } = (await navigator.gpu.requestAdapter())?.limits ?? {};
  const most = Math.min(maxStorageBufferBindingSize ?? 0, maxBufferSize ?? 0);
  expect(await DeviceImages.create(Math.floor(most / imageBytes) + 1, cifar10)).toBeNull();
});
