/**
 * The convolutional network of tfjs' tutorial on handwritten digits: the layers, the optimizer and the
 * batch size that it describes. The digits are drawn here, so that nothing is downloaded. Nothing in
 * this file knows fast-tfjs-webgpu.
 */
import * as tf from '@tensorflow/tfjs';
import { randomNumbers } from './random.js';

const classes = 10;

export function createModel(side = 28) {
  const initial = (seed) => ({ kernelInitializer: tf.initializers.varianceScaling({ seed }) });
  const model = tf.sequential();
  const inputShape = [side, side, 1];
  model.add(tf.layers.conv2d({ inputShape, kernelSize: 5, filters: 8, strides: 1, activation: 'relu', ...initial(1) }));
  model.add(tf.layers.maxPooling2d({ poolSize: [2, 2], strides: [2, 2] }));
  model.add(tf.layers.conv2d({ kernelSize: 5, filters: 16, strides: 1, activation: 'relu', ...initial(2) }));
  model.add(tf.layers.maxPooling2d({ poolSize: [2, 2], strides: [2, 2] }));
  model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units: classes, activation: 'softmax', ...initial(3) }));
  model.compile({ optimizer: tf.train.adam(), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}

/** Ten strokes in ten directions, on noise: xs [count, side, side, 1], ys [count, 10]. */
export function createData(count, seed, side = 28) {
  const random = randomNumbers(seed);
  const pixels = new Float32Array(count * side * side);
  const labels = new Int32Array(count);
  for (let image = 0; image < count; image++) {
    const label = Math.floor(random() * classes);
    labels[image] = label;
    const angle = (label * Math.PI) / classes;
    const [x0, y0] = [side * (0.4 + 0.2 * random()), side * (0.4 + 0.2 * random())];
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const distance = Math.abs((x - x0) * Math.sin(angle) - (y - y0) * Math.cos(angle));
        pixels[(image * side + y) * side + x] = (distance < 2 ? 0.8 : 0) + 0.2 * random();
      }
    }
  }
  return {
    xs: tf.tensor4d(pixels, [count, side, side, 1]),
    ys: tf.tidy(() => tf.oneHot(tf.tensor1d(labels, 'int32'), classes).toFloat()),
  };
}
