/**
 * Forward convolution and its input gradient, which are one thing: every pixel written gathers, over the taps of the filter, the products of a
 * pixel read and the tap's matrix.
 *
 *   forward   out[p] = sum over taps t of  in[p stride - padding + t] W[t]
 *   backward  in[q]  = sum over taps t with stride | q + padding - t of  out[(q + padding - t) / stride] W[t]^T
 *
 * Backward, the taps that reach q depend on (q + padding) mod stride alone, its phase: pixels of one phase lie side by side, so that a SIMD group
 * runs one set of taps. Forward there is one phase.
 *
 * A thread computes a tile of some pixels by some channels in registers: an implicit matrix product without workgroup memory or barriers.
 */
import type { Components } from '../components.ts';
import { each, loadFour, range, storeFour } from './four-channels.wgsl.ts';

export interface GatherText {
  readonly direction: 'forward' | 'backward';
  /** Of the picture read; of the filter, whose rows are output channels in both directions; of the picture written. */
  readonly read: Components;
  readonly filter: Components;
  readonly written: Components;
  readonly bias: boolean;
  readonly relu: boolean;
  /** A thread's tile: neighbouring pixels, and groups of four channels. */
  readonly pixels: number;
  readonly channelGroups: number;
}

/**
 * w0, w1...: for each of the channels read in this step, what it gives to the four channels written. Forward that is a row of the filter; backward a
 * column, and four rows are transposed in registers.
 */
function loadWeights({ direction, read, filter }: GatherText, group: number): string {
  if (direction === 'forward') {
    return each(read, (k) => `let w${k} = filterFour(tap + ${k} * uniforms.filterStrides.x + ${4 * group});`);
  }
  const row = (n: number) => `tap + ${4 * group + n} * uniforms.filterStrides.y`;
  const four = (element: (n: number) => string) => `vec4<f32>(${range(4).map(element).join(', ')})`;
  if (filter === 1) {
    return each(read, (k) => `let w${k} = ${four((n) => `weights[${row(n)} + ${k}]`)};`);
  }
  return [
    each(4, (n) => `let row${n} = weights[(${row(n)}) >> 2u];`),
    each(read, (k) => `let w${k} = ${four((n) => `row${n}[${k}]`)};`),
  ].join('\n');
}

/** One sum at a time: each stays in a register for all products of the step. */
function multiplyAdd(read: Components, pixel: number, group: number): string {
  const sum = `sum${pixel}_${group}`;
  const factor = (k: number) => `vec4<f32>(${read === 4 ? `x${pixel}[${k}]` : `x${pixel}`})`;
  return `${sum} = ${range(read).reduce((inner, k) => `fma(${factor(k)}, w${k}, ${inner})`, sum)};`;
}

export function gatherText(text: GatherText): string {
  const { direction, read, filter, written, bias, relu, pixels, channelGroups } = text;
  const forward = direction === 'forward';
  const zero = read === 4 ? 'vec4<f32>(0.0)' : '0.0';
  const firstRead = forward
    ? 'place * uniforms.strides - uniforms.padding'
    : '(place + uniforms.padding - firstTap) / uniforms.strides';

  return /* wgsl */ `
    ${forward ? loadFour('filterFour', 'weights', filter) : ''}
    ${bias ? loadFour('biasFour', 'bias', written) : ''}
    ${storeFour(written)}

    // Image, row and column of a pixel, in the picture of one phase. By steps: a division costs a software adapter as much as a row of products.
    fn locate(pixel : i32) -> vec3<i32> {
      let row = pixel / uniforms.phaseSize.y;
      return vec3<i32>(row / uniforms.phaseSize.x, row % uniforms.phaseSize.x, pixel % uniforms.phaseSize.y);
    }
    fn next(at : vec3<i32>) -> vec3<i32> {
      let rowEnds = at.z + 1 == uniforms.phaseSize.y;
      let row = select(vec3<i32>(at.x, at.y, at.z + 1), vec3<i32>(at.x, at.y + 1, 0), rowEnds);
      return select(row, vec3<i32>(at.x + 1, 0, 0), row.y == uniforms.phaseSize.x);
    }

    fn main(index : i32) {
      let channel = (index % uniforms.channelTiles) * ${4 * channelGroups};
      let tile = index / uniforms.channelTiles;
      let phaseIndex = tile / uniforms.pixelTiles;
      if (phaseIndex >= uniforms.phases.x * uniforms.phases.y) {
        return;
      }
      let phase = vec2<i32>(phaseIndex / uniforms.phases.y, phaseIndex % uniforms.phases.y);
      let firstTap = ${forward ? 'vec2<i32>(0)' : '(phase + uniforms.padding) % uniforms.strides'};
      let first = locate((tile % uniforms.pixelTiles) * ${pixels});

      // What each pixel's first tap reads. Past the last image it may be anything: it is not stored.
      var at = first;
      ${each(
        pixels,
        (j) => `
      var image${j} = at.x * uniforms.readSize.x;
      var origin${j} = vec2<i32>(0);
      {
        let place = at.yz * uniforms.phases + phase;
        origin${j} = ${firstRead};
      }
      ${each(channelGroups, (g) => `var sum${j}_${g} = vec4<f32>(0.0);`)}
      ${j + 1 < pixels ? 'at = next(at);' : ''}`,
      )}

      var shift = vec2<i32>(0);
      for (var ky = firstTap.x; ky < uniforms.filterSize.x; ky += uniforms.phases.x) {
        shift.y = 0;
        for (var kx = firstTap.y; kx < uniforms.filterSize.y; kx += uniforms.phases.y) {
          var tap = (ky * uniforms.filterSize.y + kx) * uniforms.channels.x * uniforms.channels.y + channel * uniforms.filterStrides.y;
          ${each(
            pixels,
            (j) => `
          let read${j} = origin${j} ${forward ? '+' : '-'} shift;
          let inside${j} = all(vec2<u32>(read${j}) < vec2<u32>(uniforms.readSize));
          let from${j} = select(0, ((image${j} + read${j}.x) * uniforms.readSize.y + read${j}.y) * uniforms.readStride, inside${j});`,
          )}
          for (var k = 0; k < uniforms.readStride; k++) {
            ${each(pixels, (j) => `let x${j} = select(${zero}, x[from${j} + k], inside${j});`)}
            ${each(
              channelGroups,
              (g) => `{
              ${loadWeights(text, g)}
              ${each(pixels, (j) => multiplyAdd(read, j, g))}
            }`,
            )}
            tap += ${read} * uniforms.filterStrides.x;
          }
          shift.y += 1;
        }
        shift.x += 1;
      }

      // Stored from the front, the rest moving up: one place in the text that stores compiles in half the time of one for every pixel, and runs as fast.
      at = first;
      for (var j = 0; j < ${pixels}; j++) {
        let place = at.yz * uniforms.phases + phase;
        if (at.x < uniforms.batch && all(place < uniforms.writtenSize)) {
          let to = ((at.x * uniforms.writtenSize.x + place.x) * uniforms.writtenSize.y + place.y) * uniforms.channels.y + channel;
          ${each(
            channelGroups,
            (g) => `
          var value${g} = sum0_${g}${bias ? ` + biasFour(channel + ${4 * g})` : ''};
          ${relu ? `value${g} = max(value${g}, vec4<f32>(0.0));` : ''}
          store(to + ${4 * g}, uniforms.channels.y - channel - ${4 * g}, value${g});`,
          )}
        }
        ${each(pixels - 1, (i) => each(channelGroups, (g) => `sum${i}_${g} = sum${i + 1}_${g};`))}
        at = next(at);
      }
    }
  `;
}
