/**
 * Three kernels: on the way there queries and their answers; on the way back queries and their gradients, then keys' and values' gradients. An invocation
 * has a few neighbouring queries (or keys) of one image and head, and goes through all keys (or queries), so that what it reads serves several products.
 * All invocations of a workgroup are at the same one at the same time: its numbers are read once for all of them, where an adapter can.
 *
 * The matrix of probabilities is kept for the way back: computing it again, as FlashAttention does, costs more products than its bytes are worth as long
 * as it fits into memory. Its rows are padded to whole blocks of keys, with probability 0, and there are as many as invocations have queries, so that
 * nothing has to be guarded but what is written for others.
 */
import type { ComputeProgram } from '../compute-program.ts';

/** Channels an element. */
export type Components = 1 | 4;

export interface AttentionVariant {
  /** Queries an invocation. Keys are always taken four at a time: a row's probabilities for them are one vector. */
  readonly queries: number;
  /** Elements of a token that are summed up at a time. */
  readonly elements: number;
  readonly workgroup: number;
}

export const keysPerBlock = 4;

const uniforms = {
  heads: 'u32',
  tokens: 'u32',
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

/** Lines of text, one for each number below `count`. */
function each(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n');
}

/** The numbers of a vector of four keys. */
const keys = ['x', 'y', 'z', 'w'] as const;

function common(components: Components): string {
  const product = (part: string, inner: string) => `fma(a${part}, b${part}, ${inner})`;
  const inner =
    components === 4 ? ['.x', '.y', '.z', '.w'].reduce((sum, part) => product(part, sum), 'sum') : product('', 'sum');
  return /* wgsl */ `
    const lowest = -3.4e38;
    alias Element = ${components === 4 ? 'vec4<f32>' : 'f32'};
    fn inner(a : Element, b : Element, sum : f32) -> f32 { return ${inner}; }
    // Where the channels of a map's first token begin, and of any other; of none beyond the last.
    fn firstOf(map : u32) -> u32 {
      return (map / uniforms.heads * uniforms.tokens * uniforms.heads + map % uniforms.heads) * uniforms.width;
    }
    fn tokenAt(first : u32, token : u32) -> u32 {
      return first + min(token, uniforms.tokens - 1u) * uniforms.channels;
    }
  `;
}

/** `line` for every i below `count`, as a loop over what is in `names`: it is used from the front, the rest moving up. A fraction of the text compiles. */
function oneAfterAnother(count: number, names: readonly string[], line: string): string {
  const moveUp = names.map((name) =>
    each(count - 1, (i) => `${name.replace('#', `${i}`)} = ${name.replace('#', `${i + 1}`)};`),
  );
  return `for (var i = 0u; i < ${count}u; i++) { ${line} ${moveUp.join('\n')} }`;
}

/** The products of the rows of each query and key, to `to`: four keys at a time. */
function products({ queries }: AttentionVariant, of: string, withEach: string, to: string): string {
  return /* wgsl */ `
    for (var block = 0u; block < uniforms.keyBlocks; block++) {
      ${each(keysPerBlock, (k) => `let key${k} = tokenAt(first, ${keysPerBlock}u * block + ${k}u);`)}
      ${each(queries, (i) => `var dots${i} = vec4<f32>(0.0);`)}
      for (var c = 0u; c < uniforms.width; c++) {
        ${each(queries, (i) => `let own${i} = ${of}[query${i} + c];`)}
        ${each(
          keysPerBlock,
          (k) => `{
          let other = ${withEach}[key${k} + c];
          ${each(queries, (i) => `dots${i}.${keys[k]} = inner(own${i}, other, dots${i}.${keys[k]});`)}
        }`,
        )}
      }
      ${oneAfterAnother(queries, ['dots#'], `${to}[row + i * uniforms.keyBlocks + block] = dots0;`)}
    }
  `;
}

/** For each query the rows of all keys, weighted by `weights` and summed, to `to`. */
function weightedSums({ queries, elements }: AttentionVariant, weights: string, of: string, to: string): string {
  const sums = Array.from({ length: elements }, (_, e) => `sum#_${e}`);
  return /* wgsl */ `
    for (var c = 0u; c < uniforms.width; c += ${elements}u) {
      ${each(elements, (e) => `let c${e} = min(c + ${e}u, uniforms.width - 1u);`)}
      ${each(queries, (i) => each(elements, (e) => `var sum${i}_${e} = Element(0.0);`))}
      for (var block = 0u; block < uniforms.keyBlocks; block++) {
        ${each(queries, (i) => `let weight${i} = ${weights}[row + ${i}u * uniforms.keyBlocks + block];`)}
        ${each(
          keysPerBlock,
          (k) => `{
          let key = tokenAt(first, ${keysPerBlock}u * block + ${k}u);
          ${each(
            elements,
            (e) => `{
            let other = ${of}[key + c${e}];
            ${each(queries, (i) => `sum${i}_${e} = fma(Element(weight${i}.${keys[k]}), other, sum${i}_${e});`)}
          }`,
          )}
        }`,
        )}
      }
      ${oneAfterAnother(queries, sums, storeOwn('query + i', sums, to))}
    }
  `;
}

/** The front of these sums as elements c0 and on of a token, where there is such a token. */
function storeOwn(token: string, sums: readonly string[], to: string): string {
  return /* wgsl */ `
    if (${token} < uniforms.tokens) {
      ${sums.map((sum, e) => `if (c + ${e}u < uniforms.width) { ${to}[tokenAt(first, ${token}) + c + ${e}u] = ${sum.replace('#', '0')}; }`).join('\n')}
    }
  `;
}

interface Text {
  readonly name: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly body: string;
}

function program(
  { queries, elements, workgroup }: AttentionVariant,
  components: Components,
  { name, reads, writes, body }: Text,
): ComputeProgram {
  const single = (binding: string) => components === 1 && binding !== 'probability' && binding !== 'scoreGradient';
  const typed = (names: readonly string[]) =>
    Object.fromEntries(names.map((binding) => [binding, single(binding) ? ('f32' as const) : ('vec4<f32>' as const)]));
  return {
    key: `${name} ${queries} ${elements} ${workgroup} ${components}`,
    workgroup,
    uniforms,
    reads: typed(reads),
    writes: typed(writes),
    text: /* wgsl */ `
      ${common(components)}
      fn main(workgroup : u32, lane : u32) {
        let map = workgroup / uniforms.tiles;
        let place = workgroup % uniforms.tiles * workgroupSize + lane;
        let first = firstOf(map);
        ${body}
      }
    `,
  };
}

/** Where an invocation's queries, and their rows of probabilities, begin. */
function ownQueries({ queries }: AttentionVariant): string {
  return /* wgsl */ `
    let query = ${queries}u * place;
    let row = (map * uniforms.rows + query) * uniforms.keyBlocks;
    ${each(queries, (i) => `let query${i} = tokenAt(first, query + ${i}u);`)}
  `;
}

/** What is done with a query's row of probabilities, each in its turn. */
function eachRow({ queries }: AttentionVariant, body: string): string {
  return /* wgsl */ `
    for (var i = 0u; i < ${queries}u; i++) {
      let begin = row + i * uniforms.keyBlocks;
      let end = begin + uniforms.keyBlocks;
      ${body}
    }
  `;
}

/** The answer, and the probabilities for the way back. */
export function forwardProgram(variant: AttentionVariant, components: Components): ComputeProgram {
  return program(variant, components, {
    name: 'Attention',
    reads: ['q', 'k', 'v'],
    writes: ['answer', 'probability'],
    // The largest score so far is taken off all of them: no exponential then exceeds 1. When a larger one comes, the sum shrinks accordingly
    // (Milakov and Gimelshein, "Online normalizer calculation for softmax", 2018, algorithm 3).
    body: /* wgsl */ `
      ${ownQueries(variant)}
      ${products(variant, 'q', 'k', 'probability')}
      ${eachRow(
        variant,
        /* wgsl */ `
        var largest = lowest;
        var sum = 0.0;
        var key = vec4<u32>(0u, 1u, 2u, 3u);
        for (var at = begin; at < end; at++) {
          let scores = select(vec4<f32>(lowest), uniforms.scale * probability[at], key < vec4<u32>(uniforms.tokens));
          probability[at] = scores;
          let before = largest;
          largest = max(max(max(scores.x, scores.y), max(scores.z, scores.w)), largest);
          sum = sum * exp(before - largest) + dot(exp(scores - largest), vec4<f32>(1.0));
          key += ${keysPerBlock}u;
        }
        for (var at = begin; at < end; at++) {
          probability[at] = exp(probability[at] - largest) / sum;
        }
      `,
      )}
      ${weightedSums(variant, 'probability', 'v', 'answer')}
    `,
  });
}

/**
 * A query's share of the way back. With p the row's probabilities and dp_j = dy . v_j, a score's gradient is p_j (dp_j - sum(p dp)); dq is the keys
 * weighted by them.
 */
export function queryGradientProgram(variant: AttentionVariant, components: Components): ComputeProgram {
  return program(variant, components, {
    name: 'AttentionQueryGradient',
    reads: ['dy', 'k', 'v', 'probability'],
    writes: ['dq', 'scoreGradient'],
    body: /* wgsl */ `
      ${ownQueries(variant)}
      ${products(variant, 'dy', 'v', 'scoreGradient')}
      ${eachRow(
        variant,
        /* wgsl */ `
        var mean = 0.0;
        for (var at = begin; at < end; at++) {
          mean += dot(probability[at], scoreGradient[at]);
        }
        for (var at = begin; at < end; at++) {
          scoreGradient[at] = uniforms.scale * probability[at] * (scoreGradient[at] - mean);
        }
      `,
      )}
      ${weightedSums(variant, 'scoreGradient', 'k', 'dq')}
    `,
  });
}

/** A key's and its value's share, four keys an invocation: the queries weighted by the scores' gradients, the answers' gradients by the probabilities. */
export function keyGradientProgram(variant: AttentionVariant, components: Components): ComputeProgram {
  const { elements } = variant;
  const sums = Array.from({ length: elements }, (_, e) => `sum#_${e}`);
  const sumUp = (weights: string, of: string, to: string) => /* wgsl */ `{
    ${each(keysPerBlock, (k) => each(elements, (e) => `var sum${k}_${e} = Element(0.0);`))}
    for (var i = 0u; i < uniforms.tokens; i++) {
      let weights = ${weights}[column + i * uniforms.keyBlocks];
      let query = first + i * uniforms.channels;
      ${each(
        elements,
        (e) => `{
        let other = ${of}[query + c${e}];
        ${each(keysPerBlock, (k) => `sum${k}_${e} = fma(Element(weights.${keys[k]}), other, sum${k}_${e});`)}
      }`,
      )}
    }
    ${oneAfterAnother(keysPerBlock, sums, storeOwn(`${keysPerBlock}u * place + i`, sums, to))}
  }`;
  return program(variant, components, {
    name: 'AttentionKeyGradient',
    reads: ['dy', 'q', 'probability', 'scoreGradient'],
    writes: ['dk', 'dv'],
    body: /* wgsl */ `
      let column = map * uniforms.rows * uniforms.keyBlocks + min(place, uniforms.keyBlocks - 1u);
      for (var c = 0u; c < uniforms.width; c += ${elements}u) {
        ${each(elements, (e) => `let c${e} = min(c + ${e}u, uniforms.width - 1u);`)}
        ${sumUp('scoreGradient', 'q', 'dk')}
        ${sumUp('probability', 'dy', 'dv')}
      }
    `,
  });
}
