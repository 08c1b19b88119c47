/**
 * The filter gradient of filter-gradient.wgsl.ts for GPUs, as a matrix product: its rows are the
 * filter's (the input channels of every tap), its columns the output channels, and its sum runs
 * over pixels. A workgroup computes a tile of it over a part of the pixels; a second pass adds the
 * parts.
 */

import type { ComputeProgram } from '../shared/compute-program.ts';
import { type Components, elementOf } from '../shared/vector-width.ts';
import { each, loadFour, storeFour } from './four-channels.wgsl.ts';
import { sumSizes } from './sum-sizes.ts';
import type { WorkgroupTile } from './variants.ts';

export interface WorkgroupSumOptions {
  /** Components of the input picture and of the output's gradient; the filter has the latter's. */
  readonly x: Components;
  readonly dy: Components;
  /** `pixels` are rows of the filter here. */
  readonly tile: WorkgroupTile;
}

/** Pixels per step. */
export const stepPixels = 16;

export function workgroupSumProgram(options: WorkgroupSumOptions): ComputeProgram {
  const { x, dy, tile } = options;
  return {
    key: `Conv2DFilterGradient by workgroups ${[...Object.values(tile), x, dy].join()}`,
    workgroup: tile.invocations,
    uniforms: {
      ...sumSizes,
      pixelsPerPart: 'i32',
    },
    reads: { x: elementOf(x), dy: elementOf(dy) },
    writes: { result: elementOf(dy) },
    halves: ['x', 'dy'],
    source: () => workgroupSumSource(options),
  };
}

function workgroupSumSource({ x, dy, tile: shape }: WorkgroupSumOptions): string {
  const { invocations } = shape;
  const columns = shape.channels / 4;
  const rows = invocations / columns;
  const rowQuads = shape.pixels / 4;
  /** Groups of four rows per invocation. */
  const groups = rowQuads / rows;
  // Four rows belong to one tap if channels come in fours; otherwise each row has a tap of its own.
  const parts = x === 4 ? 1 : 4;
  return /* wgsl */ `
    var<workgroup> xBlock : array<vec4<f32>, ${stepPixels * rowQuads}>;
    var<workgroup> dyBlock : array<vec4<f32>, ${stepPixels * columns}>;

    ${loadFour('dyFour', 'dy', dy)}
    ${storeFour(dy)}

    // For a row of the filter: the tap, relative to the picture's corner, and the channel.
    fn tapOf(row : i32) -> vec3<i32> {
      let tap = row / uniforms.channels.x;
      return vec3<i32>(
        vec2<i32>(tap / uniforms.filterSize.y * uniforms.tapRows, tap % uniforms.filterSize.y) - uniforms.padding,
        row % uniforms.channels.x);
    }

    fn main(workgroup : u32, invocation : u32) {
      let lane = i32(invocation);
      let index = i32(workgroup);
      let firstChannel = (index % uniforms.tiles.y) * ${shape.channels};
      let rest = index / uniforms.tiles.y;
      let firstRow = (rest % uniforms.tiles.x) * ${shape.pixels};
      let part = rest / uniforms.tiles.x;
      let firstPixel = part * uniforms.pixelsPerPart;
      let pixels = uniforms.batch * uniforms.outSize.x * uniforms.outSize.y;
      if (firstPixel >= pixels) {
        return;
      }
      let end = min(firstPixel + uniforms.pixelsPerPart, pixels);
      let rows = uniforms.filterSize.x * uniforms.filterSize.y * uniforms.channels.x;

      // The rows and columns are the same in every step.
      let loadedQuad = lane % ${rowQuads};
      ${each(parts, (n) => `let tap${n} = tapOf(firstRow + 4 * loadedQuad + ${n});`)}
      let loadedColumn = lane % ${columns};
      let column = lane % ${columns};
      let row = lane / ${columns};
      ${each(groups * 4, (r) => `var sum${r} = vec4<f32>(0.0);`)}

      for (var pixel = firstPixel; pixel < end; pixel += ${stepPixels}) {
        for (var p = lane / ${rowQuads}; p < ${stepPixels}; p += ${invocations / rowQuads}) {
          let line = (pixel + p) / uniforms.outSize.y;
          let corner = vec2<i32>(line % uniforms.outSize.x, (pixel + p) % uniforms.outSize.y) * uniforms.strides;
          let image = line / uniforms.outSize.x;
          var four = vec4<f32>(0.0);
          ${each(
            parts,
            (n) => `{
            let place = corner + tap${n}.xy;
            let inside = pixel + p < end && all(vec2<u32>(place) < vec2<u32>(uniforms.inSize));
            let at = select(0, ((image * uniforms.inSize.x + place.x) * uniforms.inSize.y + place.y) * uniforms.channels.x + tap${n}.z, inside);
            ${parts === 1 ? 'four' : `four[${n}]`} = select(${parts === 1 ? 'vec4<f32>(0.0)' : '0.0'}, ${parts === 1 ? 'vec4<f32>(x[at >> 2u])' : 'f32(x[at])'}, inside);
          }`,
          )}
          xBlock[p * ${rowQuads} + loadedQuad] = four;
        }
        for (var p = lane / ${columns}; p < ${stepPixels}; p += ${rows}) {
          // Beyond the part's end they may be any finite numbers, because x is read as zero there.
          dyBlock[p * ${columns} + loadedColumn] = dyFour(min(pixel + p, end - 1) * uniforms.channels.y + firstChannel + 4 * loadedColumn);
        }
        workgroupBarrier();
        for (var p = 0; p < ${stepPixels}; p++) {
          let d = dyBlock[p * ${columns} + column];
          ${each(
            groups,
            (g) => `{
            let four = xBlock[p * ${rowQuads} + row + ${g * rows}];
            ${each(4, (n) => `sum${4 * g + n} = fma(vec4<f32>(four[${n}]), d, sum${4 * g + n});`)}
          }`,
          )}
        }
        workgroupBarrier();
      }

      let channel = firstChannel + 4 * column;
      ${each(groups, (g) =>
        each(
          4,
          (n) => `{
        let at = firstRow + 4 * (row + ${g * rows}) + ${n};
        if (at < rows) {
          store((part * rows + at) * uniforms.channels.y + channel, uniforms.channels.y - channel, sum${4 * g + n});
        }
      }`,
        ),
      )}
    }
  `;
}
