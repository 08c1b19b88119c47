/**
 * The article's network and its train step in @jax-js/jax: noise, forward, backward and Adam in one
 * jitted function. Arrays are handed over with every use; `.ref` keeps one for another.
 */
import { jit, lax, nn, numpy as np, random, tree, valueAndGrad } from '@jax-js/jax';
import { randomStream } from '../../../src/ml/random.ts';
import { recipes } from '../../../src/ml/recipes.ts';
import type { StepCase } from '../../cases/case.ts';
import { benchSet } from '../../cases/case.ts';
import type { JaxWork } from '../peer.ts';
import { batchIndices, drawPictures, gather } from '../pictures.ts';
import { kaiming } from './weights.ts';

/** Filters as PyTorch keeps them: [out, in, 4, 4], of a transposed convolution [in, out, 4, 4]. */
type Layer = { filter: np.Array; bias: np.Array };
type Layers = { encoder0: Layer; encoder2: Layer; decoder0: Layer; decoder2: Layer };

const halving = {
  strides: [2, 2],
  padding: [
    [1, 1],
    [1, 1],
  ] as [number, number][],
};

function convolution(x: np.Array, { filter, bias }: Layer): np.Array {
  return lax.conv(x, filter, halving.strides, halving.padding).add(bias.reshape([1, -1, 1, 1]));
}

function transposed(x: np.Array, { filter, bias }: Layer): np.Array {
  const { strides, padding } = halving;
  return lax.convTranspose(x, filter, strides, padding, { transposeKernel: true }).add(bias.reshape([1, -1, 1, 1]));
}

/** [n, channels, side, side] */
function forward({ encoder0, encoder2, decoder0, decoder2 }: Layers, x: np.Array): np.Array {
  const quarter = nn.relu(convolution(nn.relu(convolution(x, encoder0)), encoder2));
  return np.tanh(transposed(nn.relu(transposed(quarter, decoder0)), decoder2));
}

function loss(layers: Layers, noisy: np.Array, clean: np.Array): np.Array {
  return np.mean(np.square(forward(layers, noisy).sub(clean)));
}

function initialLayers(): Layers {
  const stream = randomStream(recipes.article.experiment.seed).fork('weights');
  const layer = (name: string, shape: [number, number, number, number], out: number): Layer => {
    const fanIn = shape[1] * shape[2] * shape[3];
    const own = stream.fork(name);
    return { filter: kaiming(shape, fanIn, own.fork('weight')), bias: kaiming([out], fanIn, own.fork('bias')) };
  };
  return {
    encoder0: layer('encoder.0', [64, benchSet.channels, 4, 4], 64),
    encoder2: layer('encoder.2', [128, 64, 4, 4], 128),
    decoder0: layer('decoder.0', [128, 64, 4, 4], 64),
    decoder2: layer('decoder.2', [64, benchSet.channels, 4, 4], benchSet.channels),
  };
}

const like = (layers: Layers): Layers => tree.map((x: np.Array) => np.zeros(x.shape), layers) as Layers;

type Optimized = { layers: Layers; m: Layers; v: Layers };

/** `bytes`: as float32, [n, side, side, channels]. `corrections`: 1 - beta^step of both betas. */
const step = jit((state: Optimized, bytes: np.Array, key: np.Array, corrections: np.Array): [Optimized, np.Array] => {
  const { optimizer, noiseStd, experiment } = recipes.article;
  const { beta1, beta2, epsilon } = optimizer;
  const clean = np.transpose(bytes.mul(1 / 127.5).sub(1), [0, 3, 1, 2]);
  const noisy = clean.ref.add(random.normal(key, clean.shape).mul(noiseStd));
  const [value, gradients] = valueAndGrad(loss)(tree.ref(state.layers), noisy, clean);
  const [correction1, correction2] = np.split(corrections, 2);
  if (correction1 === undefined || correction2 === undefined) throw new Error('two corrections');
  const m = tree.map(
    (old: np.Array, g: np.Array) => old.mul(beta1).add(g.mul(1 - beta1)),
    state.m,
    tree.ref(gradients),
  );
  const v = tree.map(
    (old: np.Array, g: np.Array) => old.mul(beta2).add(np.square(g).mul(1 - beta2)),
    state.v,
    gradients,
  );
  const layers = tree.map(
    (weight: np.Array, mean: np.Array, square: np.Array) => {
      const denominator = np.sqrt(square.div(correction2.ref)).add(epsilon);
      return weight.sub(mean.div(correction1.ref).div(denominator).mul(experiment.learningRate));
    },
    state.layers,
    tree.ref(m),
    tree.ref(v),
  );
  correction1.dispose();
  correction2.dispose();
  return [{ layers, m, v } as Optimized, value];
});

export function prepareArticle({ batch }: StepCase): JaxWork {
  const { side, channels } = benchSet;
  const pictures = drawPictures();
  const layers = initialLayers();
  let state: Optimized = { layers, m: like(tree.ref(layers)), v: like(tree.ref(layers)) };
  let taken = 0;
  return {
    async step() {
      const rgb = gather(pictures, batchIndices(taken, batch));
      taken++;
      const { beta1, beta2 } = recipes.article.optimizer;
      const corrections = np.array(new Float32Array([1 - beta1 ** taken, 1 - beta2 ** taken]));
      const images = np.array(Float32Array.from(rgb)).reshape([batch, side, side, channels]);
      const [next, value] = step(state, images, random.key(taken), corrections);
      state = next;
      const [number = Number.NaN] = await value.data();
      return number;
    },
    dispose: () => tree.dispose(state),
  };
}
