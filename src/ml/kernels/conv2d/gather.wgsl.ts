/**
 * The forward convolution and its input gradient, which are the same computation: every pixel that
 * is written gathers, over the taps of the filter, the products of a pixel that is read and the
 * tap's matrix.
 *
 *   forward   out[p] = sum over taps t of  in[p stride - padding + t] W[t]
 *   backward  in[q]  = sum over taps t with stride | q + padding - t of  out[(q + padding - t) / stride] W[t]^T
 *
 * Backward, the taps that reach q depend only on its phase, (q + padding) mod stride. Pixels of the
 * same phase are placed side by side, so that a SIMD group runs one set of taps. Forward there is
 * only one phase.
 *
 * Lanes compute a tile of some pixels by some channels in registers: an implicit matrix product
 * without workgroup memory or barriers. Each lane loads its share of the pixels that are read and
 * takes the others from the other lanes. It has its own channels to write, and their weights.
 */
import { type Components, elementOf } from '../shared/vector-width.ts';
import { addFour, each, loadFour, range, storeFour } from './four-channels.wgsl.ts';
import { invocation } from './lanes.wgsl.ts';
import { locatePixels } from './locate.wgsl.ts';
import type { TileShape } from './variants.ts';

export type GatherDirection = 'forward' | 'backward';

export interface GatherOptions {
  readonly direction: GatherDirection;
  /**
   * Components of the picture that is read, of the filter, and of the picture that is written. In
   * both directions the filter's rows are output channels.
   */
  readonly read: Components;
  readonly filter: Components;
  readonly written: Components;
  /**
   * Whether the source supports a bias for each channel and the addition of a picture of the
   * result's shape; `uniforms.isBiased` and `uniforms.isAdded` switch them on.
   */
  readonly bias: boolean;
  readonly relu: boolean;
  /**
   * Numbers of neighbouring pixels and of groups of four channels. The groups of neighbouring lanes
   * are neighbours.
   */
  readonly tile: Pick<TileShape, 'lanes' | 'pixels' | 'channelGroups'>;
}

/**
 * Declares w0_0, w1_0...: for each of the channels read in this step, its weights for the four
 * channels of each group. Forward these are a row of the filter. Backward they are a column, and
 * four rows are transposed in registers.
 */
function loadWeights({ direction, read, filter, tile }: GatherOptions, group: number): string {
  const channel = 4 * tile.lanes.count * group;
  if (direction === 'forward') {
    return each(read, (k) => `let w${k}_${group} = filterFour(tap + ${k} * uniforms.filterStrides.x + ${channel});`);
  }
  const row = (n: number) => `tap + ${channel + n} * uniforms.filterStrides.y`;
  const four = (element: (n: number) => string) => `vec4<f32>(${range(4).map(element).join(', ')})`;
  if (filter === 1) {
    return each(read, (k) => `let w${k}_${group} = ${four((n) => `weights[${row(n)} + ${k}]`)};`);
  }
  const rowName = (n: number) => `row${n}_${group}`;
  return [
    each(4, (n) => `let ${rowName(n)} = weights[(${row(n)}) >> 2u];`),
    each(read, (k) => `let w${k}_${group} = ${four((n) => `${rowName(n)}[${k}]`)};`),
  ].join('\n');
}

/** Computes one sum at a time, which stays in a register for all products of the step. */
function multiplyAdd({ read, tile: { lanes, channelGroups } }: GatherOptions, pixel: number): string {
  const own = Math.floor(pixel / lanes.count);
  const factor = (k: number) => `vec4<f32>(${read === 4 ? `x[${k}]` : 'x'})`;
  const products = (group: number) => {
    const sum = `sum${pixel}_${group}`;
    return `${sum} = ${range(read).reduce((inner, k) => `fma(${factor(k)}, w${k}_${group}, ${inner})`, sum)};`;
  };
  return `{
              let x = ${lanes.from(`x${own}`, pixel % lanes.count)};
              ${each(channelGroups, products)}
            }`;
}

/**
 * Adds a picture to the stored result, in its own loop, because within the loop that stores it
 * would double the compile time. The number of iterations is not known at compile time, so no
 * compiler unrolls it.
 */
function addStored({ tile: { lanes, pixels, channelGroups } }: GatherOptions): string {
  return /* wgsl */ `
      for (var j = 0; j < ${pixels} * uniforms.isAdded; j++) {
        let at = locate(firstPixel + ${lanes.taken('j')});
        let place = at.yz * uniforms.phases + phase;
        if (at.x < uniforms.batch && all(place < uniforms.writtenSize)) {
          let to = ((at.x * uniforms.writtenSize.x + place.x) * uniforms.writtenSize.y + place.y) * uniforms.channels.y + channel;
          ${each(channelGroups, (g) => `addTo(to + ${4 * lanes.count * g}, uniforms.channels.y - channel - ${4 * lanes.count * g});`)}
        }
      }
  `;
}

export function gatherSource(options: GatherOptions): string {
  const { direction, read, filter, written, bias, relu, tile } = options;
  const { lanes, pixels, channelGroups } = tile;
  const forward = direction === 'forward';
  const element = elementOf(read);
  const firstRead = forward
    ? 'place * uniforms.strides - uniforms.padding'
    : '(place + uniforms.padding - firstTap) / uniforms.strides';
  const ownPixels = pixels / lanes.count;
  /** Distance from one group of a lane's channels to its next. */
  const groupStride = 4 * lanes.count;

  return /* wgsl */ `
    ${forward ? loadFour('filterFour', 'weights', filter) : ''}
    ${bias ? loadFour('biasFour', 'bias', written) : ''}
    ${bias ? addFour(written) : ''}
    ${storeFour(written)}

    ${locatePixels}
    // Steps where possible instead of dividing: on a software adapter a division costs as much as a
    // row of products.
    fn next(at : vec3<i32>) -> vec3<i32> {
      let rowEnds = at.z + 1 == uniforms.phaseSize.y;
      let row = select(vec3<i32>(at.x, at.y, at.z + 1), vec3<i32>(at.x, at.y + 1, 0), rowEnds);
      return select(row, vec3<i32>(at.x + 1, 0, 0), row.y == uniforms.phaseSize.x);
    }

    ${invocation(lanes)}
      let channel = (index % uniforms.channelTiles) * ${groupStride * channelGroups} + 4 * lane;
      let tile = index / uniforms.channelTiles;
      let phaseIndex = tile / uniforms.pixelTiles;
      if (phaseIndex >= uniforms.phases.x * uniforms.phases.y) {
        return;
      }
      let phase = vec2<i32>(phaseIndex / uniforms.phases.y, phaseIndex % uniforms.phases.y);
      let firstTap = ${forward ? 'vec2<i32>(0)' : '(phase + uniforms.padding) % uniforms.strides'};
      let firstPixel = (tile % uniforms.pixelTiles) * ${pixels};

      // What the first tap reads for each pixel that this lane loads. Beyond the last image the
      // value does not matter, because the result is not stored.
      var at = locate(firstPixel + lane);
      ${each(
        ownPixels,
        (j) => `
      let image${j} = at.x * uniforms.readSize.x;
      var origin${j} = vec2<i32>(0);
      {
        let place = at.yz * uniforms.phases + phase;
        origin${j} = ${firstRead};
      }
      ${j + 1 === ownPixels ? '' : lanes.count === 1 ? 'at = next(at);' : `at = locate(firstPixel + ${(j + 1) * lanes.count} + lane);`}`,
      )}
      ${each(channelGroups, (g) => `let begin${g} = ${bias ? `select(vec4<f32>(0.0), biasFour(phaseIndex * uniforms.biasStride + channel + ${groupStride * g}), uniforms.isBiased == 1)` : 'vec4<f32>(0.0)'};`)}
      ${each(pixels, (j) => each(channelGroups, (g) => `var sum${j}_${g} = begin${g};`))}

      // Distance in elements from one pixel that is read to the next.
      let readStride = uniforms.channels.x / ${read};
      var shift = vec2<i32>(0);
      for (var ky = firstTap.x; ky < uniforms.filterSize.x; ky += uniforms.phases.x) {
        shift.y = 0;
        for (var kx = firstTap.y; kx < uniforms.filterSize.y; kx += uniforms.phases.y) {
          var tap = (ky * uniforms.filterSize.y + kx) * uniforms.tapStride + channel * uniforms.filterStrides.y;
          ${each(
            ownPixels,
            (j) => `
          let read${j} = origin${j} ${forward ? '+' : '-'} shift;
          let inside${j} = all(vec2<u32>(read${j}) < vec2<u32>(uniforms.readSize));
          let from${j} = select(0, ((image${j} + read${j}.x) * uniforms.readSize.y + read${j}.y) * readStride, inside${j});`,
          )}
          for (var k = 0; k < readStride; k++) {
            ${each(ownPixels, (j) => `let x${j} = select(${element}(0.0), ${element}(x[from${j} + k]), inside${j});`)}
            ${each(channelGroups, (g) => loadWeights(options, g))}
            ${each(pixels, (j) => multiplyAdd(options, j))}
            tap += ${read} * uniforms.filterStrides.x;
          }
          shift.y += 1;
        }
        shift.x += 1;
      }

      // Stores the first pixel and moves the others up. With only one store in the source it
      // compiles in half the time of one store per pixel, and runs as fast.
      at = locate(firstPixel);
      for (var j = 0; j < ${pixels}; j++) {
        ${lanes.inOrder ? '' : `at = locate(firstPixel + ${lanes.taken('j')});`}
        let place = at.yz * uniforms.phases + phase;
        if (at.x < uniforms.batch && all(place < uniforms.writtenSize)) {
          let to = ((at.x * uniforms.writtenSize.x + place.x) * uniforms.writtenSize.y + place.y) * uniforms.channels.y + channel;
          ${each(
            channelGroups,
            (g) => `
          var value${g} = sum0_${g};
          ${relu ? `value${g} = max(value${g}, vec4<f32>(0.0));` : ''}
          store(to + ${groupStride * g}, uniforms.channels.y - channel - ${groupStride * g}, value${g});`,
          )}
        }
        ${each(pixels - 1, (i) => each(channelGroups, (g) => `sum${i}_${g} = sum${i + 1}_${g};`))}
        ${lanes.inOrder ? 'at = next(at);' : ''}
      }
      ${bias ? addStored(options) : ''}
    }
  `;
}
