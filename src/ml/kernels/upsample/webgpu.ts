/**
 * Registers enlargement by 2 for tfjs' WebGPU backend: one dispatch in each direction. An
 * invocation handles one element of a small pixel, which is one number or four.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/current-backend.ts';
import { makeResult } from '../half/index.ts';
import { type ComputeProgram, dispatch } from '../shared/compute-program.ts';
import { registerOwnKernel } from '../shared/register-kernel.ts';

const kernelName = 'FusedUpsampleNearest';
const gradientName = 'FusedUpsampleNearestGradient';

function program(key: string, components: 1 | 4, body: (read: (at: string) => string) => string): ComputeProgram {
  const element = components === 4 ? 'vec4<f32>' : 'f32';
  return {
    key: `${key} ${components}`,
    workgroup: 64,
    // `width` of the small picture; `channels` in elements; `elements` of all small pictures
    // together.
    uniforms: { elements: 'u32', width: 'u32', channels: 'u32' },
    reads: { input: element },
    writes: { output: element },
    halves: ['input', 'output'],
    source: /* wgsl */ `
      fn main(workgroup : u32, lane : u32) {
        let i = workgroup * workgroupSize + lane;
        if (i >= uniforms.elements) { return; }
        let pixel = i / uniforms.channels;
        // The rows of all images follow each other. In the enlarged pictures there are twice as
        // many rows, twice as long.
        let row = pixel / uniforms.width;
        let step = uniforms.channels;
        let below = 2u * uniforms.width * step;
        let corner = 2u * row * below + 2u * (pixel % uniforms.width) * step + i % step;
        ${body((at) => `${element}(input[${at}])`)}
      }
    `,
  };
}

function enlarge(components: 1 | 4): ComputeProgram {
  return program(
    kernelName,
    components,
    (read) => /* wgsl */ `
      let value = stored_output(${read('i')});
      output[corner] = value;
      output[corner + step] = value;
      output[corner + below] = value;
      output[corner + below + step] = value;
    `,
  );
}

function sumOfFour(components: 1 | 4): ComputeProgram {
  return program(
    gradientName,
    components,
    (read) =>
      `output[i] = stored_output(${['corner', 'corner + step', 'corner + below', 'corner + below + step'].map(read).join(' + ')});`,
  );
}

/** `small`: the shape of the pictures before enlargement. */
function run(
  backend: SlicedBackend,
  compose: (components: 1 | 4) => ComputeProgram,
  input: tf.TensorInfo,
  small: readonly number[],
  outputShape: number[],
): tf.TensorInfo {
  const [, , width = 0, channels = 0] = small;
  const components = channels % 4 === 0 ? 4 : 1;
  const output = makeResult(backend, outputShape);
  const elements = tf.util.sizeFromShape([...small]) / components;
  const composed = compose(components);
  dispatch(backend, composed, {
    uniforms: { elements, width, channels: channels / components },
    reads: { input },
    writes: { output },
    workgroups: Math.ceil(elements / composed.workgroup),
  });
  return output;
}

registerOwnKernel(kernelName, (backend, { x }: { x: tf.TensorInfo }) => {
  const [n = 0, height = 0, width = 0, channels = 0] = x.shape;
  return run(backend, enlarge, x, x.shape, [n, 2 * height, 2 * width, channels]);
});
registerOwnKernel(gradientName, (backend, { dy }: { dy: tf.TensorInfo }) => {
  const [n = 0, height = 0, width = 0, channels = 0] = dy.shape;
  const small = [n, height / 2, width / 2, channels];
  return run(backend, sumOfFour, dy, small, small);
});
tf.registerGradient({
  kernelName,
  gradFunc: (dy) => ({ x: () => tf.engine().runKernel<tf.Tensor>(gradientName, { dy: dy as tf.Tensor }) }),
});

/** See `upsampleNearest`. Call it only while the WebGPU backend is current. */
export function webgpuUpsampleNearest(x: tf.Tensor4D): tf.Tensor4D {
  return tf.engine().runKernel<tf.Tensor4D>(kernelName, { x });
}
