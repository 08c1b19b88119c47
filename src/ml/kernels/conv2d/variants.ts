/** How the convolutions' tiles are cut, by adapter: the one place to change when a new one has been measured. */
import type { AdapterKind } from '../adapter.ts';
import type { Components } from '../flat-program.ts';

export interface ConvolutionVariant {
  /** Forward and input gradient: channels read in a step, where there are so many. */
  readonly read: Components;
  /** Forward and input gradient: a thread's tile, pixels by groups of four channels. */
  readonly pixels: number;
  readonly channelGroups: number;
  readonly filterTile: {
    /** Vectors of four sums that a thread holds, at most. */
    readonly sums: number;
    /** Pixels of a row taken together. */
    readonly pixels: number;
  };
  /** Threads that keep the adapter busy: into so many the filter gradient's sum is split. */
  readonly filterThreads: number;
  readonly workgroup: number;
}

export const convolutionVariants: Readonly<Record<AdapterKind, ConvolutionVariant>> = {
  // Every float loaded is a gather of its own, and eight of them cost what 50 products do: what counts is products per load. 8 x 8 gives 4 vectors of
  // products for a vector loaded; 8 x 16 spills. Vectors read are no faster than scalars, and the text is four times as long to compile.
  lavapipe: {
    read: 1,
    pixels: 8,
    channelGroups: 2,
    filterTile: { sums: 24, pixels: 4 },
    filterThreads: 2048,
    workgroup: 64,
  },
  // As above, but it compiles fast, and vectors are a little faster.
  swiftshader: {
    read: 4,
    pixels: 8,
    channelGroups: 2,
    filterTile: { sums: 24, pixels: 4 },
    filterThreads: 2048,
    workgroup: 64,
  },
  // Not measured. Smaller tiles, so that small pictures still give thousands of threads and registers leave room for many of them.
  gpu: {
    read: 4,
    pixels: 4,
    channelGroups: 2,
    filterTile: { sums: 24, pixels: 2 },
    filterThreads: 65536,
    workgroup: 64,
  },
};
