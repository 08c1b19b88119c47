/**
 * Three kernels: forward for the queries' outputs; backward for the queries' gradients, then for
 * the keys' and values' gradients. Each goes through all keys (or queries) of an image and head
 * with a few neighbouring queries (or keys) at a time, so that each number that is read serves
 * several products. `tiles` says how invocations share that work.
 *
 * The matrix of probabilities is kept for the backward pass. Computing it again, as FlashAttention
 * does, costs more products than its bytes are worth as long as it fits into memory. Its rows are
 * padded to whole blocks of keys with probability 0, and there is a row for every query of every
 * workgroup, so only writes to other tensors need bounds checks.
 */

import type { ComputeProgram } from '../shared/compute-program.ts';
import { type Components, elementOf } from '../shared/vector-width.ts';

/** A row's probabilities for this many keys are one vector. */
export const keysPerBlock = 4;

/**
 * Pieces of the kernels' sources. They read `map`, `workgroupInMap` and `lane`, and the variables
 * that they define in `own`.
 */
export interface AttentionTiles {
  /** Identifies it in the keys of programs. */
  readonly key: string;
  readonly workgroup: number;
  readonly subgroups: boolean;
  /** Size of a workgroup's share. */
  readonly queriesPerWorkgroup: number;
  readonly keysPerWorkgroup: number;
  /** Rows are padded to a multiple of this many blocks. */
  readonly blocks: number;
  /**
   * The rows of probabilities that an invocation goes through, the first of its blocks in them, and
   * the step to its next block.
   */
  readonly rows: number;
  readonly firstBlock: string;
  readonly blockStep: string;
  /** The maximum and the sum over all invocations that share a row. */
  readonly largestOf: (value: string) => string;
  readonly sumOf: (value: string) => string;
  /**
   * Defines `row`, the beginning of the first row of probabilities, and the other variables of the
   * next two pieces.
   */
  readonly ownQueries: string;
  /**
   * The products of each query's row of `of` with each key's of `withEach`, written to the rows of
   * `to`.
   */
  readonly products: (of: string, withEach: string, to: string) => string;
  /**
   * For each query, the sum of the rows of all keys in `of`, weighted by its row of `weights`,
   * written to `to`.
   */
  readonly sumsOfKeys: (weights: string, of: string, to: string) => string;
  /**
   * For each key, the sum of the rows of all queries in `of`, weighted by its column of `weights`,
   * written to `to`.
   */
  readonly sumsOfQueries: (weights: string, of: string, to: string) => string;
}

const uniforms = {
  heads: 'u32',
  tokens: 'u32',
  /** Number of key blocks in a row of probabilities. */
  keyBlocks: 'u32',
  /** Workgroups per map; a map is one head of one image. */
  tiles: 'u32',
  /** Rows of probabilities in a map. */
  rows: 'u32',
  /** Elements of a token, over all heads. */
  channels: 'u32',
  /** Elements of a token in one head. */
  width: 'u32',
  /** 1 / sqrt(numbers of a head). */
  scale: 'f32',
} as const;

interface ProgramParts {
  readonly name: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly body: string;
}

function program(
  { key, workgroup, subgroups }: AttentionTiles,
  components: Components,
  { name, reads, writes, body }: ProgramParts,
): ComputeProgram {
  const inBlocks = (binding: string) => binding === 'probability' || binding === 'scoreGradient';
  const typed = (names: readonly string[]) =>
    Object.fromEntries(names.map((binding) => [binding, elementOf(inBlocks(binding) ? 4 : components)]));
  return {
    key: `${name} ${key} ${components}`,
    workgroup,
    subgroups,
    uniforms,
    reads: typed(reads),
    writes: typed(writes),
    source: /* wgsl */ `
      const lowest = -3.4e38;
      alias Element = ${elementOf(components)};
      fn inner(a : Element, b : Element, sum : f32) -> f32 {
        return ${components === 4 ? 'fma(a.w, b.w, fma(a.z, b.z, fma(a.y, b.y, fma(a.x, b.x, sum))))' : 'fma(a, b, sum)'};
      }
      // Offset of a token's channels from those of the map's first token. A token beyond the last
      // one gets the last one's.
      fn tokenAt(first : u32, token : u32) -> u32 {
        return first + min(token, uniforms.tokens - 1u) * uniforms.channels;
      }
      fn main(workgroup : u32, lane : u32) {
        let map = workgroup / uniforms.tiles;
        let workgroupInMap = workgroup % uniforms.tiles;
        let first = (map / uniforms.heads * uniforms.tokens * uniforms.heads + map % uniforms.heads) * uniforms.width;
        ${body}
      }
    `,
  };
}

/** Does something with each query's row of probabilities in turn. */
function eachRow({ rows, firstBlock }: AttentionTiles, body: string): string {
  return /* wgsl */ `
    for (var i = 0u; i < ${rows}u; i++) {
      let begin = row + i * uniforms.keyBlocks + ${firstBlock};
      let end = row + (i + 1u) * uniforms.keyBlocks;
      ${body}
    }
  `;
}

/** Writes the output, and the probabilities for the backward pass. */
export function forwardProgram(tiles: AttentionTiles, components: Components): ComputeProgram {
  const { firstBlock, blockStep, largestOf, sumOf } = tiles;
  return program(tiles, components, {
    name: 'Attention',
    reads: ['q', 'k', 'v'],
    writes: ['answer', 'probability'],
    // The largest score so far is subtracted from all of them, so that no exponential exceeds 1.
    // When a larger one comes, the sum is scaled down (Milakov and Gimelshein, "Online normalizer
    // calculation for softmax", 2018, algorithm 3).
    body: /* wgsl */ `
      ${tiles.ownQueries}
      ${tiles.products('q', 'k', 'probability')}
      ${eachRow(
        tiles,
        /* wgsl */ `
        var ownLargest = lowest;
        var ownSum = 0.0;
        var key = ${keysPerBlock}u * ${firstBlock} + vec4<u32>(0u, 1u, 2u, 3u);
        for (var at = begin; at < end; at += ${blockStep}) {
          let scores = select(vec4<f32>(lowest), uniforms.scale * probability[at], key < vec4<u32>(uniforms.tokens));
          probability[at] = scores;
          let before = ownLargest;
          ownLargest = max(max(max(scores.x, scores.y), max(scores.z, scores.w)), ownLargest);
          ownSum = ownSum * exp(before - ownLargest) + dot(exp(scores - ownLargest), vec4<f32>(1.0));
          key += ${keysPerBlock}u * ${blockStep};
        }
        let largest = ${largestOf('ownLargest')};
        let sum = ${sumOf('(ownSum * exp(ownLargest - largest))')};
        for (var at = begin; at < end; at += ${blockStep}) {
          probability[at] = exp(probability[at] - largest) / sum;
        }
      `,
      )}
      ${tiles.sumsOfKeys('probability', 'v', 'answer')}
    `,
  });
}

/**
 * The backward pass for queries. With p the row's probabilities and dp_j = dy . v_j, the gradient
 * of a score is p_j (dp_j - sum(p dp)); dq is the sum of the keys weighted by these gradients.
 */
export function queryGradientProgram(tiles: AttentionTiles, components: Components): ComputeProgram {
  const { blockStep, sumOf } = tiles;
  return program(tiles, components, {
    name: 'AttentionQueryGradient',
    reads: ['dy', 'k', 'v', 'probability'],
    writes: ['dq', 'scoreGradient'],
    body: /* wgsl */ `
      ${tiles.ownQueries}
      ${tiles.products('dy', 'v', 'scoreGradient')}
      ${eachRow(
        tiles,
        /* wgsl */ `
        var own = 0.0;
        for (var at = begin; at < end; at += ${blockStep}) {
          own += dot(probability[at], scoreGradient[at]);
        }
        let mean = ${sumOf('own')};
        for (var at = begin; at < end; at += ${blockStep}) {
          scoreGradient[at] = uniforms.scale * probability[at] * (scoreGradient[at] - mean);
        }
      `,
      )}
      ${tiles.sumsOfKeys('scoreGradient', 'k', 'dq')}
    `,
  });
}

/**
 * The backward pass for keys and values: the queries weighted by the scores' gradients, and the
 * outputs' gradients weighted by the probabilities.
 */
export function keyGradientProgram(tiles: AttentionTiles, components: Components): ComputeProgram {
  return program(tiles, components, {
    name: 'AttentionKeyGradient',
    reads: ['dy', 'q', 'probability', 'scoreGradient'],
    writes: ['dk', 'dv'],
    body: /* wgsl */ `
      ${tiles.sumsOfQueries('scoreGradient', 'q', 'dk')}
      ${tiles.sumsOfQueries('probability', 'dy', 'dv')}
    `,
  });
}
