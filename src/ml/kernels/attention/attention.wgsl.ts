/**
 * Three kernels: on the way there queries and their answers; on the way back queries and their gradients, then keys' and values' gradients. Each goes
 * through all keys (or queries) of an image and head with a few neighbouring queries (or keys) at a time, so that what is read serves several products.
 * How invocations share that work `tiles` say.
 *
 * The matrix of probabilities is kept for the way back: computing it again, as FlashAttention does, costs more products than its bytes are worth as long
 * as it fits into memory. Its rows are padded to whole blocks of keys, with probability 0, and there are as many as all workgroups have queries, so that
 * nothing has to be guarded but what is written for others.
 */
import { type Components, elementOf } from '../components.ts';
import type { ComputeProgram } from '../compute-program.ts';

/** A row's probabilities for so many keys are one vector. */
export const keysPerBlock = 4;

/** Texts that are parts of kernels. They read `map`, `workgroupInMap`, `lane`, and of `own` those that it defines. */
export interface AttentionTiles {
  /** Names it in the keys of programs. */
  readonly key: string;
  readonly workgroup: number;
  readonly subgroups: boolean;
  /** What a workgroup computes. */
  readonly queriesPerWorkgroup: number;
  readonly keysPerWorkgroup: number;
  /** Rows are padded to a multiple of so many blocks. */
  readonly blocks: number;
  /** Rows of probabilities that an invocation goes through, and of their blocks the first and the step to the next. */
  readonly rows: number;
  readonly firstBlock: string;
  readonly blockStep: string;
  /** The largest, and the sum, of all invocations that share a row. */
  readonly largestOf: (value: string) => string;
  readonly sumOf: (value: string) => string;
  /** Defines `row`, where the first row of probabilities begins, and what else the next two need. */
  readonly ownQueries: string;
  /** The products of each query's row of `of` with each key's of `withEach`, to the rows of `to`. */
  readonly products: (of: string, withEach: string, to: string) => string;
  /** For each query the rows of all keys in `of`, weighted by its row of `weights` and summed, to `to`. */
  readonly sumsOfKeys: (weights: string, of: string, to: string) => string;
  /** For each key the rows of all queries in `of`, weighted by its column of `weights` and summed, to `to`. */
  readonly sumsOfQueries: (weights: string, of: string, to: string) => string;
}

const uniforms = {
  heads: 'u32',
  tokens: 'u32',
  /** Of a row of probabilities. */
  keyBlocks: 'u32',
  /** Workgroups an image and head, which is called a map. */
  tiles: 'u32',
  /** Of probabilities in a map. */
  rows: 'u32',
  /** Elements of a token, all heads together. */
  channels: 'u32',
  /** Elements of a token that are one head's. */
  width: 'u32',
  /** 1 / sqrt(numbers of a head). */
  scale: 'f32',
} as const;

interface Text {
  readonly name: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly body: string;
}

function program(
  { key, workgroup, subgroups }: AttentionTiles,
  components: Components,
  { name, reads, writes, body }: Text,
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
    text: /* wgsl */ `
      const lowest = -3.4e38;
      alias Element = ${elementOf(components)};
      fn inner(a : Element, b : Element, sum : f32) -> f32 {
        return ${components === 4 ? 'fma(a.w, b.w, fma(a.z, b.z, fma(a.y, b.y, fma(a.x, b.x, sum))))' : 'fma(a, b, sum)'};
      }
      // Where a token's channels begin: from those of the map's first token. Of a token beyond the last, the last one's.
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

/** What is done with a query's row of probabilities, each in its turn. */
function eachRow({ rows, firstBlock }: AttentionTiles, body: string): string {
  return /* wgsl */ `
    for (var i = 0u; i < ${rows}u; i++) {
      let begin = row + i * uniforms.keyBlocks + ${firstBlock};
      let end = row + (i + 1u) * uniforms.keyBlocks;
      ${body}
    }
  `;
}

/** The answer, and the probabilities for the way back. */
export function forwardProgram(tiles: AttentionTiles, components: Components): ComputeProgram {
  const { firstBlock, blockStep, largestOf, sumOf } = tiles;
  return program(tiles, components, {
    name: 'Attention',
    reads: ['q', 'k', 'v'],
    writes: ['answer', 'probability'],
    // The largest score so far is taken off all of them: no exponential then exceeds 1. When a larger one comes, the sum shrinks accordingly
    // (Milakov and Gimelshein, "Online normalizer calculation for softmax", 2018, algorithm 3).
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
 * A query's share of the way back. With p the row's probabilities and dp_j = dy . v_j, a score's gradient is p_j (dp_j - sum(p dp)); dq is the keys
 * weighted by them.
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

/** A key's and its value's share: the queries weighted by the scores' gradients, the answers' gradients by the probabilities. */
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
