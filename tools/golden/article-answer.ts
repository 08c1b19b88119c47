/**
 * Writes an input and our network's answer to it, for `check_article_checkpoint.py`: tsx
 * tools/golden/article-answer.ts FOLDER OUT.json
 */
import { writeFile } from 'node:fs/promises';
import { openCheckpoint, readNetworkFolder } from '../../cli/node-engine.ts';
import { randomStream } from '../../src/ml/random.ts';

const [folder = '', out = ''] = process.argv.slice(2);
const count = 4;
const network = await openCheckpoint(await readNetworkFolder(folder), 'webgpu');
if (network.kind !== 'one-pass') throw new Error(`${folder} is not of the recipe article`);
const { model } = network;
const tf = await import('@tensorflow/tfjs-core');
const values = new Float32Array(count * 3 * 32 * 32);
randomStream(1).normal(0, values);
const input = tf.tensor4d(values, [count, 3, 32, 32]);
const answer = tf.tidy(() => tf.transpose(model.forward(tf.transpose(input, [0, 2, 3, 1])), [0, 3, 1, 2]));
const ours = Array.from(await answer.data());
await writeFile(out, JSON.stringify({ shape: input.shape, values: Array.from(values), ours }));
process.exit(0);
