/** How the convolutions' tiles are cut, by adapter: the one place to change when a new one has been measured. */
import type { AdapterKind } from '../adapter.ts';

export interface ConvolutionVariant {
  /** Of a thread's tile, forward and input gradient: pixels written. */
  readonly pixels: number;
  /** Of a thread's tile: groups of four channels written. */
  readonly channelGroups: number;
  /** Texts as short and as few as can be, for a driver that compiles slowly: loops where others have it written out. */
  readonly compact: boolean;
  /** Threads that keep the adapter busy: into about so many the filter gradient's sum is split. */
  readonly filterThreads: number;
  readonly workgroup: number;
}

export const convolutionVariants: Readonly<Record<AdapterKind, ConvolutionVariant>> = {
  // A load is a gather, eight floats for a product's price times fifty: what counts is products per load. 8 pixels by 8 channels give four products of
  // vectors for a vector loaded; 8 by 16 no longer fit the registers. LLVM takes seconds for what SwiftShader compiles in a tenth of one.
  lavapipe: { pixels: 8, channelGroups: 2, compact: true, filterThreads: 1024, workgroup: 64 },
  // Loads weigh as much. A loop costs more than it does on lavapipe.
  swiftshader: { pixels: 8, channelGroups: 2, compact: false, filterThreads: 1024, workgroup: 64 },
  // Not measured. Smaller tiles, so that small pictures still give thousands of threads and registers leave room for many of them.
  gpu: { pixels: 4, channelGroups: 2, compact: false, filterThreads: 65536, workgroup: 64 },
};
