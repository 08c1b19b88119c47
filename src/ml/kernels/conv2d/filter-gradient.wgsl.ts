/**
 * d loss / d filter: for every tap, the product of the pixels that the tap reads, transposed, with the gradients of the pixels that they gave to.
 *
 *   dW[t] = sum over images and pixels p of  in[p stride - padding + t]^T  dout[p]
 *
 * The sum is long and the result small, so the rows of all images are split among threads; what each part adds up to is added in a second
 * pass, always in the same order. A thread computes, for one row of the filter and its part, a tile of blocks of four input channels by some output
 * channels. The blocks are those of neighbouring taps; where the filter is one pixel wide, those of neighbouring channels.
 *
 * Along a row of pixels neighbouring taps read the same pixels. So the blocks slide: each pixel takes in as many new ones as the stride is wide.
 */
import type { Components } from '../components.ts';
import { each, loadFour, storeFour } from './four-channels.wgsl.ts';

export interface FilterGradientText {
  /** Of the input picture and of the output's gradient; the filter has the latter's. */
  readonly x: Components;
  readonly dy: Components;
  /** The tile: blocks of four input channels, and groups of four output channels. */
  readonly blocks: number;
  readonly channelGroups: number;
  /** New blocks that a pixel takes, written out; null: a loop over as many as the uniforms say, so that one pipeline serves all strides. */
  readonly taken: number | null;
}

export function filterGradientText({ x, dy, blocks, channelGroups, taken }: FilterGradientText): string {
  const tileRows = 4 * blocks;
  const takeOne = `
            ${each(blocks - 1, (t) => `x${t} = x${t + 1};`)}
            x${blocks - 1} = select(vec4<f32>(0.0), xFour(xAt), inX >= 0 && inX < uniforms.inSize.y);
            xAt += uniforms.step.x;
            inX += uniforms.step.y;`;
  // Written out, a row begins with what its first pixel takes more than any other; in the loop, that pixel takes more.
  const takeFirst = taken === null ? `var taken = ${blocks};` : each(blocks - taken, () => takeOne);
  const take =
    taken === null
      ? `for (var i = 0; i < taken; i++) {${takeOne}\n}\ntaken = uniforms.taken;`
      : each(taken, () => takeOne);
  return /* wgsl */ `
    ${loadFour('xFour', 'x', x)}
    ${loadFour('dyFour', 'dy', dy)}
    ${storeFour(dy)}

    fn main(index : i32) {
      let outChannel = (index % uniforms.tiles.y) * ${4 * channelGroups};
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
      ${each(blocks, (t) => `var x${t} = vec4<f32>(0.0);`)}

      var image = firstRow / uniforms.outSize.x;
      var outY = firstRow % uniforms.outSize.x;
      for (var row = firstRow; row < min(firstRow + uniforms.rowsPerPart, rows); row++) {
        let inY = outY * uniforms.strides.x - uniforms.padding.x + ky;
        // Where the tap reads above or below the picture the row gives nothing.
        let width = select(0, uniforms.outSize.y, inY >= 0 && inY < uniforms.inSize.x);
        var inX = kx - uniforms.padding.y;
        var xAt = ((image * uniforms.inSize.x + inY) * uniforms.inSize.y + inX) * uniforms.channels.x + inChannel;
        var dyAt = row * uniforms.outSize.y * uniforms.channels.y + outChannel;
        ${takeFirst}
        for (var outX = 0; outX < width; outX++) {
          ${take}
          xAt += uniforms.skip.x;
          inX += uniforms.skip.y;
          ${each(
            channelGroups,
            (g) => `{
            let d = dyFour(dyAt + ${4 * g});
            ${each(tileRows, (row) => `sum${row}_${g} = fma(vec4<f32>(x${Math.floor(row / 4)}[${row % 4}]), d, sum${row}_${g});`)}
          }`,
          )}
          dyAt += uniforms.channels.y;
        }
        outY += 1;
        if (outY == uniforms.outSize.x) {
          outY = 0;
          image += 1;
        }
      }

      let tapsBefore = (part * uniforms.filterSize.x + ky) * uniforms.filterSize.y;
      // Stored from the front, the rest moving up: see gather.wgsl.ts.
      for (var row = 0; row < ${tileRows}; row++) {
        let tap = kx + row / 4 * uniforms.blockStep.x;
        let c = inChannel + row / 4 * uniforms.blockStep.y + row % 4;
        if (tap < uniforms.filterSize.y && c < uniforms.channels.x) {
          let to = ((tapsBefore + tap) * uniforms.channels.x + c) * uniforms.channels.y + outChannel;
          ${each(channelGroups, (g) => `store(to + ${4 * g}, uniforms.channels.y - outChannel - ${4 * g}, sum0_${g});`)}
        }
        ${each(tileRows - 1, (i) => each(channelGroups, (g) => `sum${i}_${g} = sum${i + 1}_${g};`))}
      }
    }
  `;
}
