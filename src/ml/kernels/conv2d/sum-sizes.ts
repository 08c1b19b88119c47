/** The convolution's sizes that every program for a filter's gradient gets. */
import type { UniformTypes } from '../shared/uniform-struct.ts';

export const sumSizes = {
  inSize: 'vec2<i32>',
  outSize: 'vec2<i32>',
  filterSize: 'vec2<i32>',
  strides: 'vec2<i32>',
  padding: 'vec2<i32>',
  // Channels of the input and of the output.
  channels: 'vec2<i32>',
  // Tiles along the filter's rows or input channels, and along its columns.
  tiles: 'vec2<i32>',
  // Rows from one row of taps to the next.
  tapRows: 'i32',
  batch: 'i32',
} as const satisfies UniformTypes;
