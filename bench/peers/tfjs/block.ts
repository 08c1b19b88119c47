/** One ResNet block of our U-Net, forward and backward. */
import * as tf from '@tensorflow/tfjs-core';
import '../../../src/ml/models/unet2d/gradients.ts';
import { webgpuBackend } from '../../../src/ml/device/current-backend.ts';
import { createReplayable } from '../../../src/ml/device/replay.ts';
import { parseUNet2DConfig } from '../../../src/ml/models/unet2d/config.ts';
import { declareResnetBlock } from '../../../src/ml/models/unet2d/resnet-block.ts';
import { LinearLayers } from '../../../src/ml/nn/linear.ts';
import { ModuleScope, type Parameter, torchInitialization } from '../../../src/ml/nn/parameters.ts';
import { randomStream } from '../../../src/ml/random.ts';
import type { BlockCase } from '../../cases/case.ts';
import type { Work } from '../peer.ts';

export function prepareBlock({ batch, side, channels, groups, features }: BlockCase): Work {
  const config = parseUNet2DConfig({ norm_num_groups: groups });
  const declared = new Map<string, Parameter>();
  const projections = new LinearLayers(features);
  const block = declareResnetBlock(
    new ModuleScope(declared),
    { inChannels: channels, outChannels: channels, projections },
    config,
  );
  const stream = randomStream(1);
  for (const parameter of declared.values()) parameter.allocate(torchInitialization(stream.fork('weights')));
  const x = tf.variable(drawn(stream.fork('x'), [batch, side, side, channels]) as tf.Tensor4D);
  const emb = drawn(stream.fork('emb'), [batch, features]) as tf.Tensor2D;
  const variables = [x, ...[...declared.values()].map(({ value }) => value)];

  // The block's only tensor is the loss. The queue keeps its order, so all gradients have been
  // computed when the loss can be read.
  const backend = webgpuBackend();
  const pass = createReplayable(() => {
    const loss = () => tf.mean(tf.square(block(x, projections.project(emb)))) as tf.Scalar;
    const { value, grads } = tf.variableGrads(loss, variables);
    // Nobody reads the gradients here, and our kernels defer the last part of each sum until
    // somebody does.
    if (backend) for (const gradient of Object.values(grads)) backend.sliceOf(gradient);
    return value;
  });

  async function step(): Promise<number> {
    const loss = pass.run();
    try {
      const [value = Number.NaN] = await loss.data<'float32'>();
      return value;
    } finally {
      loss.dispose();
    }
  }

  return {
    step,
    async run(times) {
      let last = Number.NaN;
      for (let i = 0; i < times; i++) last = await step();
      return last;
    },
    dispose() {
      pass.dispose();
      tf.dispose([emb, ...variables]);
    },
  };
}

function drawn(stream: ReturnType<typeof randomStream>, shape: number[]): tf.Tensor {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  stream.normal(0, values);
  return tf.tensor(values, shape);
}
