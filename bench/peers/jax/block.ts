/** The ResNet block in @jax-js/jax: forward and backward in one jitted function, channels first. */
import { jit, lax, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { randomStream } from '../../../src/ml/random.ts';
import type { BlockCase } from '../../cases/case.ts';
import type { JaxWork } from '../peer.ts';
import { kaiming, normal } from './weights.ts';

const epsilon = 1e-5;
const same: [number, number][] = [
  [1, 1],
  [1, 1],
];

type Norm = { scale: np.Array; shift: np.Array };
type Layer = { filter: np.Array; bias: np.Array };
type Block = { norm1: Norm; conv1: Layer; projection: Layer; norm2: Norm; conv2: Layer };

const perChannel = (x: np.Array): np.Array => x.reshape([1, -1, 1, 1]);

/** [n, channels, height, width] */
function groupNorm(x: np.Array, { scale, shift }: Norm, groups: number): np.Array {
  const [n = 0, channels = 0, height = 0, width = 0] = x.shape;
  const grouped = x.reshape([n, groups, (channels / groups) * height * width]);
  const centered = grouped.ref.sub(np.mean(grouped, 2, { keepdims: true }));
  const variance = np.mean(np.square(centered.ref), 2, { keepdims: true });
  const normal = centered.div(np.sqrt(variance.add(epsilon))).reshape([n, channels, height, width]);
  return normal.mul(perChannel(scale)).add(perChannel(shift));
}

function convolution(x: np.Array, { filter, bias }: Layer): np.Array {
  return lax.conv(x, filter, [1, 1], same).add(perChannel(bias));
}

function forward(
  { norm1, conv1, projection, norm2, conv2 }: Block,
  x: np.Array,
  emb: np.Array,
  groups: number,
): np.Array {
  const [n = 0, channels = 0] = x.shape;
  const hidden = convolution(nn.silu(groupNorm(x.ref, norm1, groups)), conv1);
  const added = np.matmul(emb, projection.filter).add(projection.bias).reshape([n, channels, 1, 1]);
  return x.add(convolution(nn.silu(groupNorm(hidden.add(added), norm2, groups)), conv2));
}

export function prepareBlock({ batch, side, channels, groups, features }: BlockCase): JaxWork {
  const stream = randomStream(1);
  const conv = (name: string): Layer => ({
    filter: kaiming([channels, channels, 3, 3], 9 * channels, stream.fork(name)),
    bias: np.zeros([channels]),
  });
  const norm = (): Norm => ({ scale: np.ones([channels]), shift: np.zeros([channels]) });
  const block: Block = {
    norm1: norm(),
    conv1: conv('conv1'),
    projection: {
      filter: kaiming([features, channels], features, stream.fork('projection')),
      bias: np.zeros([channels]),
    },
    norm2: norm(),
    conv2: conv('conv2'),
  };
  const x = normal([batch, channels, side, side], stream.fork('x'));
  const emb = normal([batch, features], stream.fork('emb'));
  const loss = (weights: Block, input: np.Array, embedding: np.Array): np.Array =>
    np.mean(np.square(forward(weights, input, embedding, groups)));
  const pass = jit((weights: Block, input: np.Array, embedding: np.Array) =>
    valueAndGrad(loss, { argnums: [0, 1] })(weights, input, embedding),
  );
  return {
    async step() {
      const [value, gradients] = pass(tree.ref(block), x.ref, emb.ref);
      tree.dispose(gradients);
      const [number = Number.NaN] = await value.data();
      return number;
    },
    dispose() {
      pass.dispose();
      tree.dispose(block);
      x.dispose();
      emb.dispose();
    },
  };
}
