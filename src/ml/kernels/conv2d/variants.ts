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
  // A thread is a SIMD lane, a load gathers from eight of them and costs as much as a dozen products: what counts is products per load. 8 pixels by
  // 8 channels give four for each number loaded; larger tiles gain nothing, smaller ones lose a third. LLVM compiles a text in one to two seconds.
  lavapipe: { pixels: 8, channelGroups: 2, compact: true, filterThreads: 1024, workgroup: 64 },
  // Four lanes; loads weigh as much, a loop more. What LLVM needs seconds for is compiled in a tenth of one.
  swiftshader: { pixels: 8, channelGroups: 2, compact: false, filterThreads: 1024, workgroup: 64 },
  // Not measured on any. Smaller tiles, so that small pictures still give thousands of threads and registers leave room for many of them.
  gpu: { pixels: 4, channelGroups: 2, compact: false, filterThreads: 32768, workgroup: 64 },
};
