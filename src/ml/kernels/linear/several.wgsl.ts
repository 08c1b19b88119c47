/**
 * Several linear layers with the same input, each with as many workgroups as it fills. A table says
 * where each layer's numbers begin.
 */

import { each } from '../conv2d/four-channels.wgsl.ts';
import type { ComputeProgram } from '../shared/compute-program.ts';
import { entrySource } from '../shared/lookup-numbers.ts';
import { type Components, elementOf } from '../shared/vector-width.ts';

/**
 * Number of the table's fields for each layer: its first workgroup, its number of features, and
 * where its three tensors begin, in floats.
 */
const fieldsOfLayer = 5;

/** Rows or features that an invocation computes together. */
export const tile = 4;

const uniforms = { layers: 'u32', rows: 'u32', features: 'u32' } as const;
const common = { workgroup: 64, uniforms } as const;

/** The input's `features` are counted in elements. */
const openMain = /* wgsl */ `
    ${entrySource('uniforms.layers', fieldsOfLayer)}
    fn main(workgroup : u32, lane : u32) {
      let entry = entryOf(workgroup);
      let index = (workgroup - table[entry]) * workgroupSize + lane;
      let outFeatures = table[entry + 1u];
`;

/**
 * x [rows, in], and for each layer weight [out, in] and bias [out] -> [rows, out]. An invocation
 * computes four rows of four features.
 */
export function severalForward(components: Components): ComputeProgram {
  const product = (i: number, j: number) => (components === 4 ? `dot(x${i}, w${j})` : `x${i} * w${j}`);
  const bias = components === 4 ? 'weights[at / 4u][at % 4u]' : 'weights[at]';
  return {
    key: `LinearLayers ${components}`,
    ...common,
    // For each layer: weight, bias, result.
    reads: { x: elementOf(components), weights: elementOf(components), table: 'u32' },
    writes: { result: 'f32' },
    source: () => /* wgsl */ `
      fn biasAt(at : u32) -> f32 { return ${bias}; }
      ${openMain}
      let features = uniforms.features;
      let tiles = (outFeatures + 3u) / 4u;
      let feature = 4u * (index % tiles);
      let row = 4u * (index / tiles);
      if (row >= uniforms.rows) { return; }
      let firstWeight = table[entry + 2u] / ${components}u;
      let firstBias = table[entry + 3u];
      // Beyond the last feature, the last one is computed again.
      ${each(4, (j) => `let feature${j} = min(feature + ${j}u, outFeatures - 1u); let fromWeight${j} = firstWeight + feature${j} * features;`)}
      ${each(4, (i) => `let row${i} = min(row + ${i}u, uniforms.rows - 1u); let fromX${i} = row${i} * features;`)}
      let begin = vec4<f32>(${[0, 1, 2, 3].map((j) => `biasAt(firstBias + feature${j})`).join(', ')});
      ${each(4, (i) => `var sum${i} = begin;`)}
      for (var k = 0u; k < features; k++) {
        ${each(4, (j) => `let w${j} = weights[fromWeight${j} + k];`)}
        ${each(4, (i) => `let x${i} = x[fromX${i} + k];`)}
        ${each(4, (i) => `sum${i} += vec4<f32>(${[0, 1, 2, 3].map((j) => product(i, j)).join(', ')});`)}
      }
      let to = table[entry + 4u];
      for (var i = 0u; i < min(4u, uniforms.rows - row); i++) {
        for (var j = 0u; j < min(4u, outFeatures - feature); j++) {
          result[to + (row + i) * outFeatures + feature + j] = sum0[j];
        }
        sum0 = sum1;
        sum1 = sum2;
        sum2 = sum3;
      }
    }
    `,
  };
}

/**
 * For each layer dy [rows, out] -> the gradients of weight and bias. An invocation computes one
 * element of four features.
 */
export function severalWeightGradients(components: Components): ComputeProgram {
  return {
    key: `LinearLayersWeightGradients ${components}`,
    ...common,
    // For each layer: dy, the gradients of weight and bias.
    reads: { x: elementOf(components), dy: 'f32', table: 'u32' },
    writes: { result: 'f32' },
    source: () => /* wgsl */ `
      ${openMain}
      let features = uniforms.features;
      let k = index % features;
      let feature = 4u * (index / features);
      if (feature >= outFeatures) { return; }
      let firstDy = table[entry + 2u];
      ${each(4, (j) => `let feature${j} = min(feature + ${j}u, outFeatures - 1u); var sum${j} = ${elementOf(components)}(0.0);`)}
      var biasSum = vec4<f32>(0.0);
      for (var row = 0u; row < uniforms.rows; row++) {
        let own = x[row * features + k];
        let fromDy = firstDy + row * outFeatures;
        let four = vec4<f32>(${[0, 1, 2, 3].map((j) => `dy[fromDy + feature${j}]`).join(', ')});
        biasSum += four;
        ${each(4, (j) => `sum${j} += four[${j}] * own;`)}
      }
      let toWeight = table[entry + 3u];
      let toBias = table[entry + 4u];
      for (var j = 0u; j < min(4u, outFeatures - feature); j++) {
        let to = toWeight + ${components}u * ((feature + j) * features + k);
        ${each(components, (i) => `result[to + ${i}u] = sum0${components === 4 ? `[${i}]` : ''};`)}
        if (k == 0u) { result[toBias + feature + j] = biasSum[j]; }
        sum0 = sum1;
        sum1 = sum2;
        sum2 = sum3;
      }
    }
    `,
  };
}

/**
 * Computes each layer's part of the gradient of x. An invocation computes one element of four rows.
 */
export function severalInputGradient(components: Components): ComputeProgram {
  return {
    key: `LinearLayersInputGradient ${components}`,
    ...common,
    // For each layer: dy, weight, its part.
    reads: { dy: 'f32', weights: elementOf(components), table: 'u32' },
    writes: { result: elementOf(components) },
    source: () => /* wgsl */ `
      ${openMain}
      let features = uniforms.features;
      let k = index % features;
      let row = 4u * (index / features);
      if (row >= uniforms.rows) { return; }
      let firstDy = table[entry + 2u];
      let firstWeight = table[entry + 3u] / ${components}u + k;
      ${each(4, (i) => `let fromDy${i} = firstDy + min(row + ${i}u, uniforms.rows - 1u) * outFeatures; var sum${i} = ${elementOf(components)}(0.0);`)}
      for (var feature = 0u; feature < outFeatures; feature++) {
        let w = weights[firstWeight + feature * features];
        ${each(4, (i) => `sum${i} += dy[fromDy${i} + feature] * w;`)}
      }
      let to = table[entry + 4u] / ${components}u + k;
      for (var i = 0u; i < min(4u, uniforms.rows - row); i++) {
        result[to + (row + i) * features] = sum0;
        sum0 = sum1;
        sum1 = sum2;
        sum2 = sum3;
      }
    }
    `,
  };
}
