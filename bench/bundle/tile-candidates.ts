/**
 * The tiles of a convolution that are worth trying: those that the kernels' sources allow, at sizes
 * that may suit a GPU.
 */
import {
  type ConvolutionVariant,
  type TileShape,
  variants,
  type WorkgroupTile,
} from '../../src/ml/kernels/conv2d/variants.ts';
import type { Direction } from './layers.ts';

export interface Candidate {
  /** For the report. */
  readonly title: string;
  readonly variant: ConvolutionVariant;
}

const sides = [32, 64, 128] as const;
const invocationCounts = [64, 128, 256] as const;
/**
 * Vectors of sums that one invocation holds. With fewer it loads more than it computes; with more
 * it runs out of registers.
 */
const [fewestSums, mostSums] = [2, 16];
/** The filter gradient sums 16 pixels at a time; the other directions sum 16 channels at a time. */
const depth = 16;

/**
 * Pairs of tile and workgroup that divide evenly, so that every invocation loads and computes the
 * same amount.
 */
export function workgroupTileCandidates(direction: Direction, memory: number): WorkgroupTile[] {
  const tiles: WorkgroupTile[] = [];
  for (const pixels of sides)
    for (const channels of sides)
      for (const invocations of invocationCounts) {
        const tile = { pixels, channels, invocations };
        if (bytesOf(tile) <= memory && (direction === 'filter gradient' ? dividesSum(tile) : dividesGather(tile)))
          tiles.push(tile);
      }
  return tiles;
}

function bytesOf({ pixels, channels }: WorkgroupTile): number {
  return 4 * depth * (pixels + channels);
}

const isBetween = (value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most;

/** See workgroup-gather.wgsl.ts. */
function dividesGather({ pixels, channels, invocations }: WorkgroupTile): boolean {
  const rows = invocations / (channels / 4);
  const loads = (pixels * depth) / 4 / invocations;
  const weightLoads = (depth * channels) / 4 / invocations;
  return (
    Number.isInteger(rows) &&
    isBetween(pixels / rows, fewestSums, mostSums) &&
    isBetween(loads, 1, depth) &&
    isBetween(weightLoads, 1, depth)
  );
}

/** See workgroup-sum.wgsl.ts. */
function dividesSum({ pixels, channels, invocations }: WorkgroupTile): boolean {
  const rows = invocations / (channels / 4);
  const quadRows = pixels / 4;
  const groups = quadRows / rows;
  return (
    isBetween(rows, 1, depth) &&
    isBetween(invocations / quadRows, 1, depth) &&
    Number.isInteger(groups) &&
    isBetween(4 * groups, fewestSums, mostSums)
  );
}

/** Numbers of workgroups among which the filter gradient's sum is split. */
const splits = [512, 2048] as const;

/** Tiles that one invocation computes alone. */
const laneTiles: readonly Pick<TileShape, 'pixels' | 'channelGroups'>[] = [
  { pixels: 4, channelGroups: 2 },
  { pixels: 8, channelGroups: 2 },
];

const titleOf = ({ pixels, channels, invocations }: WorkgroupTile) => `${pixels} x ${channels} by ${invocations}`;

/**
 * Each candidate replaces the variant that `variants.ts` chooses for GPUs. `outChannels`: channels
 * of the tensor that is written; tiles that would be mostly empty are left out.
 */
export function tileCandidates(direction: Direction, outChannels: number, memory: number): Candidate[] {
  const { gpu } = variants;
  const fitting = workgroupTileCandidates(direction, memory).filter(({ channels }) => channels < 2 * outChannels);
  if (direction === 'filter gradient') {
    return fitting.flatMap((tile) =>
      splits.map((workgroups) => ({
        title: `${titleOf(tile)}, ${workgroups} workgroups`,
        variant: { ...gpu, workgroupTiles: { shapes: [], sumShapes: [tile], workgroups } },
      })),
    );
  }
  const lanes = laneTiles.map(({ pixels, channelGroups }) => ({
    title: `${pixels} x ${4 * channelGroups} by one`,
    variant: { ...gpu, workgroupTiles: null, tiles: [{ ...gpu.tiles[0], pixels, channelGroups }] as const },
  }));
  return [
    ...fitting.map((tile) => ({
      title: titleOf(tile),
      variant: { ...gpu, workgroupTiles: { shapes: [tile], sumShapes: [], workgroups: 0 } },
    })),
    ...lanes,
  ];
}
