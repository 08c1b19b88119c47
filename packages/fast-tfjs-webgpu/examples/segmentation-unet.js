/**
 * A small U-Net that finds the discs in noisy pictures, as a user of tf.layers would write it: batch
 * normalization, both ways of enlarging, skip connections. Nothing in this file knows
 * fast-tfjs-webgpu.
 */
import * as tf from '@tensorflow/tfjs';
import { randomNumbers } from './random.js';

export function createModel(side = 32) {
  let seed = 1;
  const initial = () => ({ kernelInitializer: tf.initializers.heNormal({ seed: seed++ }) });
  const block = (input, filters) => {
    const convolved = tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same', useBias: false, ...initial() });
    const normalized = tf.layers.batchNormalization().apply(convolved.apply(input));
    return tf.layers.activation({ activation: 'relu' }).apply(normalized);
  };
  const half = (input) => tf.layers.maxPooling2d({ poolSize: 2 }).apply(input);
  const joined = (...inputs) => tf.layers.concatenate().apply(inputs);

  const input = tf.input({ shape: [side, side, 3] });
  const large = block(input, 16);
  const middle = block(half(large), 32);
  const small = block(half(middle), 64);
  const enlarged = tf.layers.upSampling2d({ size: [2, 2] }).apply(small);
  const decoded = block(joined(enlarged, middle), 32);
  const enlargedAgain = tf.layers
    .conv2dTranspose({ filters: 16, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu', ...initial() })
    .apply(decoded);
  const last = block(joined(enlargedAgain, large), 16);
  const output = tf.layers.conv2d({ filters: 1, kernelSize: 1, activation: 'sigmoid', ...initial() }).apply(last);

  const model = tf.model({ inputs: input, outputs: output });
  model.compile({ optimizer: tf.train.adam(1e-3), loss: 'binaryCrossentropy' });
  return model;
}

/** A disc in every picture: xs [count, side, side, 3], ys [count, side, side, 1]. */
export function createData(count, seed, side = 32) {
  const random = randomNumbers(seed);
  const pixels = new Float32Array(count * side * side * 3);
  const masks = new Float32Array(count * side * side);
  for (let image = 0; image < count; image++) {
    const [x0, y0, radius] = [side * random(), side * random(), (side * (1 + random())) / 8];
    const color = [random(), random(), random()];
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const pixel = (image * side + y) * side + x;
        const isInside = Math.hypot(x - x0, y - y0) < radius;
        masks[pixel] = isInside ? 1 : 0;
        for (let c = 0; c < 3; c++) pixels[3 * pixel + c] = 0.5 * random() + (isInside ? 0.5 * color[c] : 0);
      }
    }
  }
  return { xs: tf.tensor4d(pixels, [count, side, side, 3]), ys: tf.tensor4d(masks, [count, side, side, 1]) };
}
