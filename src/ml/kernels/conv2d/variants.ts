/** How the convolutions' tiles are cut, by adapter: the one place to change when a new one has been measured. */
import { type AdapterKind, adapterKind, subgroupLanes } from '../adapter.ts';
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

export interface ConvolutionVariant {
  /** From the one that writes the most channels at once to the one that writes the fewest: a tile that would be mostly empty gives way to the next. */
  readonly tiles: readonly [TileShape, ...TileShape[]];
  /** Of the filter gradient's tile: groups of four channels. */
  readonly channelGroups: number;
  /** Texts as short and as few as can be, for a driver that compiles slowly: loops where others have it written out. */
  readonly compact: boolean;
  /** Threads that keep the adapter busy: into about so many the filter gradient's sum is split. */
  readonly filterThreads: number;
  readonly workgroup: number;
}

const variants: Readonly<Record<AdapterKind, ConvolutionVariant>> = {
  // A thread is a SIMD lane, a load gathers from eight of them and costs as much as a dozen products: what counts is products per load. 8 pixels by
  // 8 channels give four for each number loaded; larger tiles gain nothing, smaller ones lose a third. LLVM compiles a text in one to two seconds.
  lavapipe: {
    tiles: [{ lanes: alone, pixels: 8, channelGroups: 2, vectors: false }],
    channelGroups: 2,
    compact: true,
    filterThreads: 1024,
    workgroup: 64,
  },
  // Four lanes; loads weigh as much, a loop more. What LLVM needs seconds for is compiled in a tenth of one.
  swiftshader: {
    tiles: [{ lanes: alone, pixels: 8, channelGroups: 2, vectors: true }],
    channelGroups: 2,
    compact: false,
    filterThreads: 1024,
    workgroup: 64,
  },
  // Not measured on any. Smaller tiles, so that small pictures still give thousands of threads and registers leave room for many of them.
  gpu: {
    tiles: [{ lanes: alone, pixels: 4, channelGroups: 2, vectors: true }],
    channelGroups: 2,
    compact: false,
    filterThreads: 32768,
    workgroup: 64,
  },
};

/**
 * On software adapters a lane can have what another one loaded for a fraction of what a load costs: a tenth on lavapipe, a twentieth on SwiftShader if
 * it is a swap within four. So a subgroup computes a tile together, every number of which is loaded once.
 */
function sharedTile(kind: AdapterKind, lanes: number | null): TileShape | null {
  // 20 to 37 GFLOP/s where lanes alone make 11. 24 pixels make a fifth more and compile half as long again.
  if (kind === 'lavapipe' && lanes === 8) {
    return { lanes: shuffles(8), pixels: 16, channelGroups: 1, vectors: true };
  }
  // 4 to 6 GFLOP/s where lanes alone make 3 to 4.
  if (kind === 'swiftshader' && lanes === 4) {
    return { lanes: quadSwaps, pixels: 16, channelGroups: 2, vectors: true };
  }
  return null;
}

export function convolutionVariant(device: Pick<GPUDevice, 'features' | 'adapterInfo'>): ConvolutionVariant {
  const kind = adapterKind(device.adapterInfo);
  const variant = variants[kind];
  const shared = sharedTile(kind, subgroupLanes(device));
  return shared === null ? variant : { ...variant, tiles: [shared, ...variant.tiles] };
}
