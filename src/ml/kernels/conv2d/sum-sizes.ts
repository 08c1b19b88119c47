/** What every program that sums up a filter's gradient is told of the convolution. */
import type { UniformTypes } from '../uniform-struct.ts';

export const sumSizes = {
  inSize: 'vec2<i32>',
  outSize: 'vec2<i32>',
  filterSize: 'vec2<i32>',
  strides: 'vec2<i32>',
  padding: 'vec2<i32>',
  // Of the input, of the output.
  channels: 'vec2<i32>',
  // Of the filter's rows or input channels, of its columns.
  tiles: 'vec2<i32>',
  // From one row of taps to the next.
  tapRows: 'i32',
  batch: 'i32',
} as const satisfies UniformTypes;
