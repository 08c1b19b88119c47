/**
 * How the convolutions' tiles are cut, by adapter. Change only this file when another adapter has
 * been measured.
 */
import type { AdapterFacts, AdapterKind } from '../../device/adapter.ts';
import { alone, type Lanes, quadSwaps, shuffles } from './lanes.wgsl.ts';

/** A tile of the forward convolution or of the input gradient. */
export interface TileShape {
  /** The lanes that compute a tile together. */
  readonly lanes: Lanes;
  /** Pixels written, a multiple of the lanes. */
  readonly pixels: number;
  /** Groups of four channels that each lane writes. */
  readonly channelGroups: number;
  /** Reads four channels per step if their number allows it; the source is four times as long. */
  readonly vectors: boolean;
}

/** A tile of the filter gradient. */
export interface SumTileShape {
  /** The lanes that compute a tile together. */
  readonly lanes: Lanes;
  /** Input channels of a block that each lane loads: four neighbouring ones if it works alone. */
  readonly ownChannels: number;
  /** Groups of four output channels of each lane. */
  readonly channelGroups: number;
  /** Pixels per step of the loop; at its end a software adapter copies every sum. */
  readonly pixels: number;
  /** Loops over the blocks that a pixel takes, so that all strides share one source. */
  readonly compact: boolean;
}

/**
 * The tile that a workgroup computes through its shared memory. Multiples of 32 and 8, so that
 * every invocation loads the same amount.
 */
export interface WorkgroupTile {
  /** For the filter gradient: rows of the filter, that is, the input channels of every tap. */
  readonly pixels: number;
  readonly channels: number;
  readonly invocations: number;
}

interface WorkgroupTiles {
  /** From the largest to the smallest. */
  readonly shapes: readonly WorkgroupTile[];
  readonly sumShapes: readonly WorkgroupTile[];
  /** Number of workgroups that keeps the adapter busy. */
  readonly workgroups: number;
}

/**
 * Tiles are ordered from the one with the most channels to the one with the fewest. A tile that
 * would be mostly empty is skipped for the next one.
 */
export interface ConvolutionVariant {
  readonly tiles: readonly [TileShape, ...TileShape[]];
  readonly sumTiles: readonly [SumTileShape, ...SumTileShape[]];
  /** Preferred to any other tile if they are filled. */
  readonly workgroupTiles: WorkgroupTiles | null;
  /**
   * Number of threads that keeps the adapter busy; the filter gradient's sum is split into about as
   * many.
   */
  readonly filterThreads: number;
  /** For lanes that work alone. */
  readonly workgroup: number;
  /**
   * Where compiling a shader costs more than an extra dispatch per step, reuse another layer's
   * pipeline, even if that gives up fusing the two.
   */
  readonly fewPrograms: boolean;
}

/** The first tile that is at least half full, otherwise the last one. */
export function fitting<Shape extends TileShape | SumTileShape>(
  channels: number,
  shapes: readonly [Shape, ...Shape[]],
): Shape {
  return shapes.find(({ lanes }) => channels >= 2 * lanes.count) ?? shapes.at(-1) ?? shapes[0];
}

/**
 * The largest tile that is at least half full and of which there are enough; otherwise the
 * smallest; null if none is filled.
 */
export function fittingWorkgroup(
  shapes: readonly WorkgroupTile[],
  { pixels, channels, workgroups }: { pixels: number; channels: number; workgroups: number },
): WorkgroupTile | null {
  const filled = shapes.filter((shape) => 2 * pixels >= shape.pixels && 2 * channels >= shape.channels);
  const count = (shape: WorkgroupTile) => Math.ceil(pixels / shape.pixels) * Math.ceil(channels / shape.channels);
  return filled.find((shape) => count(shape) >= workgroups) ?? filled.at(-1) ?? null;
}

export const variants: Readonly<Record<AdapterKind, ConvolutionVariant>> = {
  // A thread is a SIMD lane. A load gathers for eight lanes and costs as much as a dozen products,
  // so the number of products per load decides. 8 pixels by 8 channels give four products per
  // number loaded; larger tiles gain nothing, smaller ones lose a third. LLVM compiles one source
  // in one to two seconds.
  lavapipe: {
    tiles: [{ lanes: alone, pixels: 8, channelGroups: 2, vectors: false }],
    sumTiles: [{ lanes: alone, ownChannels: 4, channelGroups: 2, pixels: 1, compact: true }],
    workgroupTiles: null,
    filterThreads: 1024,
    workgroup: 64,
    fewPrograms: true,
  },
  // Four lanes. Loads cost as much as on lavapipe, a loop costs more. It compiles in a tenth of a
  // second what LLVM needs seconds for.
  swiftshader: {
    tiles: [{ lanes: alone, pixels: 8, channelGroups: 2, vectors: true }],
    sumTiles: [{ lanes: alone, ownChannels: 4, channelGroups: 2, pixels: 1, compact: false }],
    workgroupTiles: null,
    filterThreads: 1024,
    workgroup: 64,
    fewPrograms: true,
  },
  // Not measured on any GPU. The tiles are large enough that two vectors from the workgroup's
  // memory serve 16 products; smaller ones are used while the large ones do not occupy all
  // processors of a large GPU. Layers that fill no such tile use small tiles of one invocation
  // each, so that small pictures still give thousands of threads.
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
    fewPrograms: false,
  },
};

/**
 * On software adapters a lane gets a number that another lane has loaded for a fraction of a load:
 * a tenth on lavapipe, a twentieth on SwiftShader if it is a swap within four. So a subgroup
 * computes a tile together and loads each of its numbers once.
 */
function sharedTiles(kind: AdapterKind, lanes: number | null): { tile: TileShape; sumTile: SumTileShape } | null {
  // 25 to 33 GFLOP/s, where lanes alone reach 11. 24 pixels are a fifth faster and take half as
  // long again to compile.
  if (kind === 'lavapipe' && lanes === 8) {
    return {
      tile: { lanes: shuffles(8), pixels: 16, channelGroups: 1, vectors: true },
      // 21 to 34 GFLOP/s, lanes alone 12 to 16. Half as many channels are up to a third slower and
      // take three times as long to compile. An unrolled loop is a fortieth faster, and then every
      // stride has a source of its own that takes a second to compile.
      sumTile: { lanes: shuffles(8), ownChannels: 2, channelGroups: 1, pixels: 1, compact: true },
    };
  }
  // 5 to 6 GFLOP/s, where lanes alone reach 3 to 4.
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
