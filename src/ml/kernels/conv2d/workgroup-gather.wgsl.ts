/**
 * The forward convolution and the input gradient of gather.wgsl.ts for GPUs. A workgroup computes a
 * tile of pixels by channels. In each step it loads some channels of the pixels, and their weights,
 * into its memory, from which every invocation takes its part of the tile.
 *
 * Neighbouring invocations load neighbouring vectors. Each makes at least eight products per vector
 * from the workgroup's memory.
 */
import type { Components } from '../shared/vector-width.ts';
import { each, loadFour, storeFour } from './four-channels.wgsl.ts';
import type { GatherDirection } from './gather.wgsl.ts';
import { locatePixels } from './locate.wgsl.ts';
import type { WorkgroupTile } from './variants.ts';

export interface WorkgroupGatherOptions {
  readonly direction: GatherDirection;
  /**
   * Components of the picture read, of the filter, whose rows are output channels in both
   * directions, and of the picture written.
   */
  readonly read: Components;
  readonly filter: Components;
  readonly written: Components;
  /** See `GatherOptions`. */
  readonly bias: boolean;
  readonly relu: boolean;
  readonly tile: WorkgroupTile;
}

/** Vectors of four channels that a step reads of each pixel. */
const quads = 4;

export function workgroupGatherSource(options: WorkgroupGatherOptions): string {
  const { direction, read, filter, written, bias, relu, tile: shape } = options;
  const forward = direction === 'forward';
  const columns = shape.channels / 4;
  const rows = shape.invocations / columns;
  /**
   * Per invocation: pixels of its part of the tile, and vectors of pixels and of weights that it
   * loads per step.
   */
  const pixels = shape.pixels / rows;
  const loads = (shape.pixels * quads) / shape.invocations;
  const firstRead = forward
    ? 'place * uniforms.strides - uniforms.padding'
    : '(place + uniforms.padding - firstTap) / uniforms.strides';
  return /* wgsl */ `
    var<workgroup> readBlock : array<vec4<f32>, ${shape.pixels * quads}>;
    var<workgroup> weightBlock : array<vec4<f32>, ${4 * quads * columns}>;

    ${loadFour('readFour', 'x', read)}
    ${loadFour('filterFour', 'weights', filter)}
    ${bias ? loadFour('biasFour', 'bias', written) + loadFour('addedFour', 'added', written) : ''}
    ${storeFour(written)}
    ${locatePixels}

    // The first count of four, and zeros: a row of channels may end before the step does.
    fn upTo(count : i32, four : vec4<f32>) -> vec4<f32> {
      return select(vec4<f32>(0.0), four, vec4<i32>(0, 1, 2, 3) < vec4<i32>(count));
    }

    fn main(workgroup : u32, invocation : u32) {
      let lane = i32(invocation);
      let index = i32(workgroup);
      let firstChannel = (index % uniforms.channelTiles) * ${shape.channels};
      let tile = index / uniforms.channelTiles;
      let phaseIndex = tile / uniforms.pixelTiles;
      if (phaseIndex >= uniforms.phases.x * uniforms.phases.y) {
        return;
      }
      let phase = vec2<i32>(phaseIndex / uniforms.phases.y, phaseIndex % uniforms.phases.y);
      let firstTap = ${forward ? 'vec2<i32>(0)' : '(phase + uniforms.padding) % uniforms.strides'};
      let firstPixel = (tile % uniforms.pixelTiles) * ${shape.pixels};

      // What the first tap reads for each pixel that this invocation loads. Beyond the last image
      // the value does not matter, because it is not stored.
      ${each(
        loads,
        (i) => `
      let at${i} = locate(firstPixel + (lane + ${i * shape.invocations}) / ${quads});
      let place${i} = at${i}.yz * uniforms.phases + phase;
      let origin${i} = ${firstRead.replace('place', `place${i}`)};`,
      )}
      let quad = lane % ${quads};
      let column = lane % ${columns};
      let row = lane / ${columns};
      ${each(pixels, (j) => `var sum${j} = vec4<f32>(0.0);`)}

      var shift = vec2<i32>(0);
      for (var ky = firstTap.x; ky < uniforms.filterSize.x; ky += uniforms.phases.x) {
        shift.y = 0;
        for (var kx = firstTap.y; kx < uniforms.filterSize.y; kx += uniforms.phases.y) {
          let tap = (ky * uniforms.filterSize.y + kx) * uniforms.tapStride;
          ${each(
            loads,
            (i) => `
          let read${i} = origin${i} ${forward ? '+' : '-'} shift;
          let inside${i} = all(vec2<u32>(read${i}) < vec2<u32>(uniforms.readSize));
          let from${i} = ((at${i}.x * uniforms.readSize.x + read${i}.x) * uniforms.readSize.y + read${i}.y) * uniforms.channels.x + 4 * quad;`,
          )}
          for (var k = 0; k < uniforms.channels.x; k += ${4 * quads}) {
            ${each(
              loads,
              (i) => `{
              let left = select(0, uniforms.channels.x - k - 4 * quad, inside${i});
              readBlock[lane + ${i * shape.invocations}] = upTo(left, readFour(select(0, from${i} + k, left > 0)));
            }`,
            )}
            ${loadWeights(options, columns)}
            workgroupBarrier();
            for (var q = 0; q < min(${quads}, (uniforms.channels.x - k + 3) / 4); q++) {
              ${each(4, (n) => `let w${n} = weightBlock[(4 * q + ${n}) * ${columns} + column];`)}
              ${each(
                pixels,
                (j) => `{
                let x = readBlock[(row + ${j * rows}) * ${quads} + q];
                sum${j} = fma(vec4<f32>(x.w), w3, fma(vec4<f32>(x.z), w2, fma(vec4<f32>(x.y), w1, fma(vec4<f32>(x.x), w0, sum${j}))));
              }`,
              )}
            }
            workgroupBarrier();
          }
          shift.y += 1;
        }
        shift.x += 1;
      }

      let channel = firstChannel + 4 * column;
      ${bias ? 'let ownBias = select(vec4<f32>(0.0), biasFour(phaseIndex * uniforms.biasStride + channel), uniforms.isBiased == 1);' : ''}
      ${each(
        pixels,
        (j) => `{
        let at = locate(firstPixel + row + ${j * rows});
        let place = at.yz * uniforms.phases + phase;
        if (at.x < uniforms.batch && all(place < uniforms.writtenSize)) {
          let to = ((at.x * uniforms.writtenSize.x + place.x) * uniforms.writtenSize.y + place.y) * uniforms.channels.y + channel;
          var value = sum${j}${bias ? ' + ownBias + select(vec4<f32>(0.0), addedFour(to), uniforms.isAdded == 1)' : ''};
          ${relu ? 'value = max(value, vec4<f32>(0.0));' : ''}
          store(to, uniforms.channels.y - channel, value);
        }
      }`,
      )}
    }
  `;
}

/**
 * Loads rows k to k + 15 of the tap's matrix into \`weightBlock\`. Beyond the last channel they are
 * arbitrary weights, which are multiplied by zeros.
 */
function loadWeights({ direction, tile: shape }: WorkgroupGatherOptions, columns: number): string {
  if (direction === 'forward') {
    const loads = (4 * quads * columns) / shape.invocations;
    return each(
      loads,
      (i) => `{
              let e = lane + ${i * shape.invocations};
              weightBlock[e] = filterFour(tap + (k + e / ${columns}) * uniforms.channels.y + firstChannel + 4 * (e % ${columns}));
            }`,
    );
  }
  // Loads squares of four by four, because the filter's rows are the channels written.
  const squares = quads * columns;
  return each(
    Math.ceil(squares / shape.invocations),
    (i) => `{
              let e = lane + ${i * shape.invocations};
              if (e < ${squares}) {
                let rows = 4 * (e / ${columns});
                let corner = tap + (firstChannel + 4 * (e % ${columns})) * uniforms.channels.x + k + rows;
                ${each(4, (n) => `let row${n} = filterFour(corner + ${n} * uniforms.channels.x);`)}
                ${each(4, (n) => `weightBlock[(rows + ${n}) * ${columns} + e % ${columns}] = vec4<f32>(row0[${n}], row1[${n}], row2[${n}], row3[${n}]);`)}
              }
            }`,
  );
}
