/**
 * d loss / d filter: for every tap, the product of the pixels that the tap reads, transposed, with
 * the gradients of the pixels that it contributed to.
 *
 *   dW[t] = sum over images and pixels p of  in[p stride - padding + t]^T  dout[p]
 *
 * The sum is long and the result small, so the rows of all images are divided into parts. A second
 * pass adds the parts' sums, always in the same order. For one row of the filter and one part,
 * lanes compute a tile: some blocks of input channels by some output channels. The blocks belong to
 * neighbouring taps or, if the filter is one pixel wide, to neighbouring channels. Each lane has
 * its own output channels; of the input channels it loads some and takes the others from the other
 * lanes.
 *
 * Along a row of pixels, neighbouring taps read the same pixels. So the blocks slide: each pixel
 * takes in as many new blocks as the stride is wide.
 */
import type { Components } from '../shared/vector-width.ts';
import { each, loadFour, storeFour } from './four-channels.wgsl.ts';
import { alone, invocation } from './lanes.wgsl.ts';
import type { SumTileShape } from './variants.ts';

export interface FilterGradientOptions {
  /**
   * Components of the input picture (1 if lanes share it) and of the output's gradient. The filter
   * has as many as the gradient.
   */
  readonly x: Components;
  readonly dy: Components;
  readonly blocks: number;
  readonly tile: SumTileShape;
  /**
   * Number of new blocks that each pixel takes in, unrolled. Null: a loop whose length is a
   * uniform, so that one pipeline serves all strides.
   */
  readonly taken: number | null;
}

/** Number of input channels in a block. */
export function blockChannels({ lanes, ownChannels }: SumTileShape): number {
  return lanes.count * ownChannels;
}

/**
 * A block's registers, by the block's position among those of neighbouring taps: one vector if a
 * lane works alone, otherwise one register for each channel that it loads.
 */
function block({ lanes, ownChannels }: SumTileShape) {
  const inside = 'inX >= 0 && inX < uniforms.inSize.y';
  if (lanes === alone) {
    return {
      registers: (t: number) => [`x${t}`],
      zero: 'vec4<f32>(0.0)',
      load: (t: number) => `x${t} = select(vec4<f32>(0.0), xFour(xAt), ${inside});`,
      channel: (t: number, c: number) => `x${t}[${c}]`,
    };
  }
  return {
    registers: (t: number) => Array.from({ length: ownChannels }, (_, own) => `x${t}_${own}`),
    zero: '0.0',
    load: (t: number) =>
      each(ownChannels, (own) => `x${t}_${own} = select(0.0, f32(x[xAt + ${own * lanes.count}]), ${inside});`),
    channel: (t: number, c: number) => lanes.from(`x${t}_${Math.floor(c / lanes.count)}`, c % lanes.count),
  };
}

export function filterGradientSource({ x, dy, blocks, tile, taken }: FilterGradientOptions): string {
  const { lanes, channelGroups, pixels } = tile;
  const channels = blockChannels(tile);
  const tileRows = channels * blocks;
  /** Distance from one group of a lane's output channels to its next. */
  const groupStride = 4 * lanes.count;
  const { registers, zero, load, channel } = block(tile);
  const takeOne = `
            ${each(blocks - 1, (t) =>
              registers(t)
                .map((name, own) => `${name} = ${registers(t + 1)[own]};`)
                .join('\n'),
            )}
            ${load(blocks - 1)}
            xAt += uniforms.step.x;
            inX += uniforms.step.y;`;
  // A row begins by taking in the additional blocks of its first pixel: unrolled, as separate code;
  // in a loop, as more rounds of it.
  const takeFirst = taken === null ? `var taken = ${blocks};` : each(blocks - taken, () => takeOne);
  const take =
    taken === null
      ? `for (var i = 0; i < taken; i++) {${takeOne}\n}\ntaken = uniforms.taken;`
      : each(taken, () => takeOne);
  const gradient = (group: number, pixel: number) => {
    const value = `dyFour(dyAt + ${groupStride * group})`;
    return pixel === 0 ? value : `select(vec4<f32>(0.0), ${value}, outX + ${pixel} < width)`;
  };
  const multiplyAdd = (row: number) => {
    const factor = channel(Math.floor(row / channels), row % channels);
    return `{
              let factor = vec4<f32>(${factor});
              ${each(channelGroups, (g) => `sum${row}_${g} = fma(factor, d${g}, sum${row}_${g});`)}
            }`;
  };
  return /* wgsl */ `
    ${x === 4 || lanes === alone ? loadFour('xFour', 'x', x) : ''}
    ${loadFour('dyFour', 'dy', dy)}
    ${storeFour(dy)}

    ${invocation(lanes)}
      let outChannel = (index % uniforms.tiles.y) * ${groupStride * channelGroups} + 4 * lane;
      var rest = index / uniforms.tiles.y;
      let inChannel = (rest % uniforms.tiles.x) * uniforms.channelsPerTile;
      rest = rest / uniforms.tiles.x;
      let kx = (rest % uniforms.tapTiles) * ${blocks};
      rest = rest / uniforms.tapTiles;
      let ky = rest % uniforms.filterSize.x;
      let part = rest / uniforms.filterSize.x;
      let firstRow = part * uniforms.rowsPerPart;
      let rows = uniforms.batch * uniforms.outSize.x;
      if (firstRow >= rows) {
        return;
      }
      ${each(tileRows, (row) => each(channelGroups, (g) => `var sum${row}_${g} = vec4<f32>(0.0);`))}
      ${each(blocks, (t) =>
        registers(t)
          .map((name) => `var ${name} = ${zero};`)
          .join('\n'),
      )}

      var image = firstRow / uniforms.outSize.x;
      var outY = firstRow % uniforms.outSize.x;
      for (var row = firstRow; row < min(firstRow + uniforms.rowsPerPart, rows); row++) {
        let inY = outY * uniforms.strides.x - uniforms.padding.x + ky * uniforms.tapRows;
        // If the tap reads above or below the picture, the row contributes nothing.
        let width = select(0, uniforms.outSize.y, inY >= 0 && inY < uniforms.inSize.x);
        var inX = kx - uniforms.padding.y;
        var xAt = ((image * uniforms.inSize.x + inY) * uniforms.inSize.y + inX) * uniforms.channels.x + inChannel + lane;
        var dyAt = row * uniforms.outSize.y * uniforms.channels.y + outChannel;
        ${takeFirst}
        for (var outX = 0; outX < width; outX += ${pixels}) {
          ${each(
            pixels,
            (pixel) => `{
            ${take}
            xAt += uniforms.skip.x;
            inX += uniforms.skip.y;
            ${each(channelGroups, (g) => `let d${g} = ${gradient(g, pixel)};`)}
            ${each(tileRows, multiplyAdd)}
            dyAt += uniforms.channels.y;
          }`,
          )}
        }
        outY += 1;
        if (outY == uniforms.outSize.x) {
          outY = 0;
          image += 1;
        }
      }

      let tapsBefore = (part * uniforms.filterSize.x + ky) * uniforms.filterSize.y;
      // Stores the first row and moves the others up: see gather.wgsl.ts.
      for (var row = 0; row < ${tileRows}; row++) {
        let ahead = row / ${channels};
        let tap = kx + ahead * uniforms.blockStep.x;
        let local = row % ${channels};
        let c = inChannel + ahead * uniforms.blockStep.y + ${lanes.taken('local')};
        if (tap < uniforms.filterSize.y && c < uniforms.channels.x) {
          let to = ((tapsBefore + tap) * uniforms.channels.x + c) * uniforms.channels.y + outChannel;
          ${each(channelGroups, (g) => `store(to + ${groupStride * g}, uniforms.channels.y - outChannel - ${groupStride * g}, sum0_${g});`)}
        }
        ${each(tileRows - 1, (i) => each(channelGroups, (g) => `sum${i}_${g} = sum${i + 1}_${g};`))}
      }
    }
  `;
}
