/**
 * d loss / d filter: for every tap, the product of the pixels that the tap reads, transposed, with the gradients of the pixels that they gave to.
 *
 *   dW[t] = sum over images and pixels p of  in[p stride - padding + t]^T  dout[p]
 *
 * The sum is long and the result small, so the rows of all images are split among threads; what each part adds up to is added in a second
 * pass, always in the same order. A thread computes, for one row of the filter and its part, a tile of some taps by four input channels by some
 * output channels. Along a row of pixels neighbouring taps read the same pixels: each is loaded once for several.
 */
import type { Components } from '../flat-program.ts';
import { each, loadFour, range, storeFour } from './four-channels.wgsl.ts';

export interface FilterGradientText {
  /** Of the input picture and of the output's gradient; the filter has the latter's. */
  readonly x: Components;
  readonly dy: Components;
  /** Neighbouring taps of a filter's row that a thread takes. */
  readonly taps: number;
  /** Horizontal. */
  readonly stride: number;
  /** Pixels of a row taken together. */
  readonly pixels: number;
  /** Groups of four output channels. */
  readonly channelGroups: number;
}

export function filterGradientText({ x, dy, taps, stride, pixels, channelGroups }: FilterGradientText): string {
  /** Columns of the input that the taps of these pixels read, from the first on. */
  const columns = [...new Set(range(pixels).flatMap((j) => range(taps).map((t) => j * stride + t)))];
  /** Rows of the tile: four input channels of the first tap, of the second... */
  const tileRows = 4 * taps;
  const multiplyAdd = (pixel: number, group: number) =>
    each(tileRows, (row) => {
      const factor = `x${pixel * stride + Math.floor(row / 4)}[${row % 4}]`;
      return `sum${row}_${group} = fma(vec4<f32>(${factor}), d, sum${row}_${group});`;
    });

  return /* wgsl */ `
    ${loadFour('xFour', 'x', x)}
    ${loadFour('dyFour', 'dy', dy)}
    ${storeFour(dy)}

    fn main(index : i32) {
      let outChannel = (index % uniforms.tiles.y) * ${4 * channelGroups};
      var rest = index / uniforms.tiles.y;
      let inChannel = (rest % uniforms.tiles.x) * 4;
      rest = rest / uniforms.tiles.x;
      let tapTiles = uniforms.filterSize.y / ${taps};
      let kx = (rest % tapTiles) * ${taps};
      rest = rest / tapTiles;
      let ky = rest % uniforms.filterSize.x;
      let part = rest / uniforms.filterSize.x;
      let firstRow = part * uniforms.rowsPerPart;
      let rows = uniforms.batch * uniforms.outSize.x;
      if (firstRow >= rows) {
        return;
      }
      ${each(tileRows, (row) => each(channelGroups, (g) => `var sum${row}_${g} = vec4<f32>(0.0);`))}

      var image = firstRow / uniforms.outSize.x;
      var outY = firstRow % uniforms.outSize.x;
      for (var row = firstRow; row < min(firstRow + uniforms.rowsPerPart, rows); row++) {
        let inY = outY * uniforms.strides.x - uniforms.padding.x + ky;
        let inRow = (image * uniforms.inSize.x + inY) * uniforms.inSize.y;
        // Where the tap reads above or below the picture the row gives nothing.
        let width = select(0, uniforms.outSize.y, inY >= 0 && inY < uniforms.inSize.x);
        for (var outX = 0; outX < width; outX += ${pixels}) {
          let inX = outX * uniforms.strides.y - uniforms.padding.y + kx;
          let xAt = (inRow + inX) * uniforms.channels.x + inChannel;
          let dyAt = (row * uniforms.outSize.y + outX) * uniforms.channels.y + outChannel;
          ${columns
            .map((column) => {
              const inside = `inX + ${column} >= 0 && inX + ${column} < uniforms.inSize.y`;
              return `let x${column} = select(vec4<f32>(0.0), xFour(xAt + ${column} * uniforms.channels.x), ${inside});`;
            })
            .join('\n')}
          ${each(pixels, (j) =>
            each(
              channelGroups,
              (g) => `{
            let at = dyAt + ${j} * uniforms.channels.y + ${4 * g};
            let d = select(vec4<f32>(0.0), dyFour(at), outX + ${j} < uniforms.outSize.y);
            ${multiplyAdd(j, g)}
          }`,
            ),
          )}
        }
        outY += 1;
        if (outY == uniforms.outSize.x) {
          outY = 0;
          image += 1;
        }
      }

      // Stored from the front, the rest moving up: see gather.wgsl.ts.
      let tapsBefore = (part * uniforms.filterSize.x + ky) * uniforms.filterSize.y + kx;
      for (var r = 0; r < ${tileRows}; r++) {
        let c = inChannel + r % 4;
        if (c < uniforms.channels.x) {
          let to = ((tapsBefore + r / 4) * uniforms.channels.x + c) * uniforms.channels.y + outChannel;
          ${each(channelGroups, (g) => `store(to + ${4 * g}, uniforms.channels.y - outChannel - ${4 * g}, sum0_${g});`)}
        }
        ${each(tileRows - 1, (row) => each(channelGroups, (g) => `sum${row}_${g} = sum${row + 1}_${g};`))}
      }
    }
  `;
}
