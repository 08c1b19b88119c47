/**
 * d loss / d filter: for every tap, the product of the pixels that the tap reads, transposed, with
 * the gradients of the pixels that they gave to.
 *
 *   dW[t] = sum over images and pixels p of  in[p stride - padding + t]^T  dout[p]
 *
 * The sum is long and the result small, so the rows of all images are split into parts; what each
 * part adds up to is added in a second pass, always in the same order. Lanes compute, for one row
 * of the filter and a part, a tile of blocks of input channels by some output channels. The blocks
 * are those of neighbouring taps; where the filter is one pixel wide, those of neighbouring
 * channels. The output channels are a lane's own; of the input channels it loads some and takes the
 * others from their lanes.
 *
 * Along a row of pixels neighbouring taps read the same pixels. So the blocks slide: each pixel
 * takes in as many new ones as the stride is wide.
 */
import type { Components } from '../shared/vector-width.ts';
import { each, loadFour, storeFour } from './four-channels.wgsl.ts';
import { alone, invocation } from './lanes.wgsl.ts';
import type { SumTileShape } from './variants.ts';

export interface FilterGradientOptions {
  /**
   * Components of the input picture, 1 where lanes share it, and of the output's gradient; the
   * filter has the latter's.
   */
  readonly x: Components;
  readonly dy: Components;
  readonly blocks: number;
  readonly tile: SumTileShape;
  /**
   * Number of new blocks that a pixel takes, unrolled; null: a loop whose length is a uniform, so
   * that one pipeline serves all strides.
   */
  readonly taken: number | null;
}

/** Input channels of a block. */
export function blockChannels({ lanes, ownChannels }: SumTileShape): number {
  return lanes.count * ownChannels;
}

/**
 * A block's registers, by its position among those of neighbouring taps: a vector if a lane works
 * alone, otherwise one for each channel that it loads.
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
  /** Distance from one group of output channels of a lane to its next group. */
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
  // Unrolled, a row begins with the blocks that its first pixel takes in addition; in the loop,
  // that pixel takes more blocks.
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
        // Where the tap reads above or below the picture, the row contributes nothing.
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
      // Stores the first and moves the others up: see gather.wgsl.ts.
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
