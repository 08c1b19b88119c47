/** How the convolutions' tiles are cut, by adapter: the one place to change when a new one has been measured. */
import type { AdapterFacts, AdapterKind } from '../../device/adapter.ts';
import { alone, type Lanes, quadSwaps, shuffles } from './lanes.wgsl.ts';

/** A tile of the forward convolution or the input gradient. */
export interface TileShape {
  /** Those that compute a tile together. */
  readonly lanes: Lanes;
  /** Pixels written, a multiple of the lanes. */
  readonly pixels: number;
  /** Of each lane: groups of four channels written. */
  readonly channelGroups: number;
  /** Reads four channels a step where their number allows it, with a text four times as long. */
  readonly vectors: boolean;
}

/** A tile of the filter gradient. */
export interface SumTileShape {
  /** Those that compute a tile together. */
  readonly lanes: Lanes;
  /** Input channels of a block that each lane loads: four neighbouring ones where it is alone. */
  readonly ownChannels: number;
  /** Of each lane: groups of four output channels. */
  readonly channelGroups: number;
  /** Pixels a step of the loop, at whose end a software adapter copies every sum. */
  readonly pixels: number;
  /** Loops over the blocks that a pixel takes, so that all strides have one text. */
  readonly compact: boolean;
}

/** What a workgroup computes together by way of its memory. Multiples of 32 and 8 each, so that every invocation loads as much as any other. */
export interface WorkgroupTile {
  /** Of the filter gradient: rows of the filter, every tap's input channels. */
  readonly pixels: number;
  readonly channels: number;
  readonly invocations: number;
}

export interface WorkgroupTiles {
  /** From the largest to the smallest. */
  readonly shapes: readonly WorkgroupTile[];
  readonly sumShapes: readonly WorkgroupTile[];
  /** Workgroups that keep the adapter busy. */
  readonly workgroups: number;
}

/** Tiles go from the one with the most channels to the one with the fewest: one that would be mostly empty gives way to the next. */
export interface ConvolutionVariant {
  readonly tiles: readonly [TileShape, ...TileShape[]];
  readonly sumTiles: readonly [SumTileShape, ...SumTileShape[]];
  /** Taken before any tile where they are filled. */
  readonly workgroupTiles: WorkgroupTiles | null;
  /** Threads that keep the adapter busy: into about so many the filter gradient's sum is split. */
  readonly filterThreads: number;
  /** Of lanes that are alone. */
  readonly workgroup: number;
  /** Compiling a text costs more than a dispatch in every step: what can be run by the program of another kind of layer is, though apart from what it could stand beside. */
  readonly fewTexts: boolean;
}

/** The first that is at least half full, else the last. */
export function fitting<Shape extends TileShape | SumTileShape>(
  channels: number,
  shapes: readonly [Shape, ...Shape[]],
): Shape {
  return shapes.find(({ lanes }) => channels >= 2 * lanes.count) ?? shapes.at(-1) ?? shapes[0];
}

/** The largest that is at least half full and of which there are enough; else the smallest; null where none is filled. */
export function fittingWorkgroup(
  shapes: readonly WorkgroupTile[],
  { pixels, channels, workgroups }: { pixels: number; channels: number; workgroups: number },
): WorkgroupTile | null {
  const filled = shapes.filter((shape) => 2 * pixels >= shape.pixels && 2 * channels >= shape.channels);
  const count = (shape: WorkgroupTile) => Math.ceil(pixels / shape.pixels) * Math.ceil(channels / shape.channels);
  return filled.find((shape) => count(shape) >= workgroups) ?? filled.at(-1) ?? null;
}

export const variants: Readonly<Record<AdapterKind, ConvolutionVariant>> = {
  // A thread is a SIMD lane, a load gathers from eight of them and costs as much as a dozen products: what counts is products per load. 8 pixels by
  // 8 channels give four for each number loaded; larger tiles gain nothing, smaller ones lose a third. LLVM compiles a text in one to two seconds.
  lavapipe: {
    tiles: [{ lanes: alone, pixels: 8, channelGroups: 2, vectors: false }],
    sumTiles: [{ lanes: alone, ownChannels: 4, channelGroups: 2, pixels: 1, compact: true }],
    workgroupTiles: null,
    filterThreads: 1024,
    workgroup: 64,
    fewTexts: true,
  },
  // Four lanes; loads weigh as much, a loop more. What LLVM needs seconds for is compiled in a tenth of one.
  swiftshader: {
    tiles: [{ lanes: alone, pixels: 8, channelGroups: 2, vectors: true }],
    sumTiles: [{ lanes: alone, ownChannels: 4, channelGroups: 2, pixels: 1, compact: false }],
    workgroupTiles: null,
    filterThreads: 1024,
    workgroup: 64,
    fewTexts: true,
  },
  // Not measured on any. Tiles as large as leave two vectors from the workgroup's memory for 16 products, and smaller ones while the large do not reach all
  // of a large GPU's processors. For what fills none, tiles of an invocation each that are small, so that small pictures still give thousands of threads.
  gpu: {
    workgroupTiles: {
      shapes: [
        { pixels: 64, channels: 64, invocations: 128 },
        { pixels: 64, channels: 32, invocations: 128 },
        { pixels: 32, channels: 32, invocations: 128 },
      ],
      sumShapes: [
        { pixels: 64, channels: 64, invocations: 128 },
        { pixels: 64, channels: 32, invocations: 128 },
      ],
      workgroups: 512,
    },
    tiles: [{ lanes: alone, pixels: 4, channelGroups: 2, vectors: true }],
    sumTiles: [{ lanes: alone, ownChannels: 4, channelGroups: 2, pixels: 1, compact: false }],
    filterThreads: 32768,
    workgroup: 64,
    fewTexts: false,
  },
};

/**
 * On software adapters a lane can have what another one loaded for a fraction of what a load costs: a tenth on lavapipe, a twentieth on SwiftShader if
 * it is a swap within four. So a subgroup computes a tile together, every number of which is loaded once.
 */
function sharedTiles(kind: AdapterKind, lanes: number | null): { tile: TileShape; sumTile: SumTileShape } | null {
  // 25 to 33 GFLOP/s where lanes alone make 11. 24 pixels make a fifth more and compile half as long again.
  if (kind === 'lavapipe' && lanes === 8) {
    return {
      tile: { lanes: shuffles(8), pixels: 16, channelGroups: 1, vectors: true },
      // 21 to 34 GFLOP/s, alone 12 to 16. Half as many channels are up to a third slower, and take three times as long to compile.
      // Written out, a fortieth faster, and every stride is a text that takes a second to compile.
      sumTile: { lanes: shuffles(8), ownChannels: 2, channelGroups: 1, pixels: 1, compact: true },
    };
  }
  // 5 to 6 GFLOP/s where lanes alone make 3 to 4.
  if (kind === 'swiftshader' && lanes === 4) {
    return {
      tile: { lanes: quadSwaps, pixels: 16, channelGroups: 2, vectors: true },
      sumTile: { lanes: quadSwaps, ownChannels: 2, channelGroups: 1, pixels: 2, compact: false },
    };
  }
  return null;
}

export function convolutionVariant({ kind, subgroupLanes }: AdapterFacts): ConvolutionVariant {
  const variant = variants[kind];
  const shared = sharedTiles(kind, subgroupLanes);
  if (shared === null) return variant;
  return {
    ...variant,
    tiles: [shared.tile, ...variant.tiles],
    sumTiles: [shared.sumTile, ...variant.sumTiles],
  };
}
