/**
 * One invocation a query on the way there, one a query and then one a key on the way back. Neighbouring invocations read the same keys and values at the
 * same time; the matrix of probabilities is kept, which for short sequences is less than what is attended to. Rows of q, k, v and what is made of them
 * are `channels` elements long, of which `width` belong to a head; an element is one number or four neighbouring ones.
 */
import type { ComputeProgram } from '../compute-program.ts';

/** Channels an element. */
export type Components = 1 | 4;

const uniforms = {
  /** Images times heads times tokens. */
  rows: 'u32',
  heads: 'u32',
  tokens: 'u32',
  /** Elements of a token, all heads together. */
  channels: 'u32',
  /** Elements of a token that are one head's. */
  width: 'u32',
  /** 1 / sqrt(numbers of a head). */
  scale: 'f32',
} as const;

function common(components: Components): string {
  return /* wgsl */ `
    alias Element = ${components === 4 ? 'vec4<f32>' : 'f32'};
    fn inner(a : Element, b : Element) -> f32 { return ${components === 4 ? 'dot(a, b)' : 'a * b'}; }

    struct Row {
      /** Where this head's channels of the row's own token begin, and those of the image's first token. */
      own : u32,
      first : u32,
      /** Where the row's probabilities begin, and those of the head's first row. */
      probabilities : u32,
      firstProbabilities : u32,
      token : u32,
    }
    // Rows count tokens fastest, then heads, then images.
    fn rowOf(index : u32) -> Row {
      let token = index % uniforms.tokens;
      let map = index / uniforms.tokens;
      let image = map / uniforms.heads;
      let first = image * uniforms.tokens * uniforms.channels + (map % uniforms.heads) * uniforms.width;
      let firstProbabilities = map * uniforms.tokens * uniforms.tokens;
      return Row(
        first + token * uniforms.channels, first,
        firstProbabilities + token * uniforms.tokens, firstProbabilities,
        token);
    }
  `;
}

const workgroup = 32;

/**
 * Keys, or elements of a token, that an invocation works on at a time: what it has read once it uses for all of them. Beyond the last one the last is read
 * again, and nothing is written.
 */
const block = [0, 1, 2, 3] as const;
const each = (text: (u: number) => string) => block.map(text).join('\n');
/** `name_u` for u in the block: `value(u)`, an index that is kept below `end`. */
const clamped = (name: string, first: string, end: string) =>
  each((u) => `let ${name}${u} = min(${first} + ${u}u, ${end} - 1u);`);

/** Of every key j: `a_i . b_j`, scaled. */
function products(a: string, b: string, into: string, factor: string): string {
  return /* wgsl */ `
    for (var j = 0u; j < uniforms.tokens; j += ${block.length}u) {
      ${clamped('j', 'j', 'uniforms.tokens')}
      ${each((u) => `var dot${u} = 0.0; let at${u} = row.first + j${u} * uniforms.channels;`)}
      for (var c = 0u; c < uniforms.width; c++) {
        let own = ${a}[row.own + c];
        ${each((u) => `dot${u} += inner(own, ${b}[at${u} + c]);`)}
      }
      ${each((u) => `if (j + ${u}u < uniforms.tokens) { ${into}[row.probabilities + j${u}] = ${factor}dot${u}; }`)}
    }
  `;
}

/** Tokens i weighted and summed, channel by channel: `to = sum(weight(i) of)` of each. */
function weightedSums(sums: readonly { weight: string; of: string; to: string }[]): string {
  return /* wgsl */ `
    for (var c = 0u; c < uniforms.width; c += ${block.length}u) {
      ${clamped('c', 'c', 'uniforms.width')}
      ${sums.map((_, k) => each((u) => `var sum${k}_${u} = Element(0.0);`)).join('\n')}
      for (var i = 0u; i < uniforms.tokens; i++) {
        let other = row.first + i * uniforms.channels;
        ${sums.map(({ weight }, k) => `let weight${k} = ${weight};`).join('\n')}
        ${sums.map(({ of }, k) => each((u) => `sum${k}_${u} += weight${k} * ${of}[other + c${u}];`)).join('\n')}
      }
      ${sums.map(({ to }, k) => each((u) => `if (c + ${u}u < uniforms.width) { ${to}[row.own + c${u}] = sum${k}_${u}; }`)).join('\n')}
    }
  `;
}

function program(
  name: string,
  components: Components,
  bindings: { reads: readonly string[]; writes: readonly string[] },
  body: string,
): ComputeProgram {
  // Probabilities and their gradients are single numbers.
  const typed = (names: readonly string[]) =>
    Object.fromEntries(
      names.map((binding) => {
        const single = binding === 'probability' || binding === 'scoreGradient';
        return [binding, single || components === 1 ? ('f32' as const) : ('vec4<f32>' as const)];
      }),
    );
  return {
    key: `${name} ${components}`,
    workgroup,
    uniforms,
    reads: typed(bindings.reads),
    writes: typed(bindings.writes),
    text: /* wgsl */ `
      ${common(components)}
      fn main(workgroup : u32, lane : u32) {
        let index = workgroup * workgroupSize + lane;
        if (index >= uniforms.rows) { return; }
        let row = rowOf(index);
        ${body}
      }
    `,
  };
}

/** The answer, and the probabilities for the way back. */
export function forwardProgram(components: Components): ComputeProgram {
  return program(
    'Attention',
    components,
    { reads: ['q', 'k', 'v'], writes: ['answer', 'probability'] },
    /* wgsl */ `
      ${products('q', 'k', 'probability', 'uniforms.scale * ')}
      // The largest score is taken off all of them: no exponential then exceeds 1.
      var largest = probability[row.probabilities];
      for (var j = 1u; j < uniforms.tokens; j++) {
        largest = max(largest, probability[row.probabilities + j]);
      }
      var sum = 0.0;
      for (var j = 0u; j < uniforms.tokens; j++) {
        let e = exp(probability[row.probabilities + j] - largest);
        probability[row.probabilities + j] = e;
        sum += e;
      }
      for (var j = 0u; j < uniforms.tokens; j++) {
        probability[row.probabilities + j] /= sum;
      }
      ${weightedSums([{ weight: 'probability[row.probabilities + i]', of: 'v', to: 'answer' }])}
    `,
  );
}

/**
 * A query's share of the way back. With p the row's probabilities and dp_j = dy . v_j, a score's gradient is p_j (dp_j - sum(p dp)); dq is the keys
 * weighted by them.
 */
export function queryGradientProgram(components: Components): ComputeProgram {
  return program(
    'AttentionQueryGradient',
    components,
    { reads: ['dy', 'k', 'v', 'probability'], writes: ['dq', 'scoreGradient'] },
    /* wgsl */ `
      ${products('dy', 'v', 'scoreGradient', '')}
      var mean = 0.0;
      for (var j = 0u; j < uniforms.tokens; j++) {
        mean += probability[row.probabilities + j] * scoreGradient[row.probabilities + j];
      }
      for (var j = 0u; j < uniforms.tokens; j++) {
        let at = row.probabilities + j;
        scoreGradient[at] = uniforms.scale * probability[at] * (scoreGradient[at] - mean);
      }
      ${weightedSums([{ weight: 'scoreGradient[row.probabilities + i]', of: 'k', to: 'dq' }])}
    `,
  );
}

/** A key's and its value's share: the queries weighted by the scores' gradients, the answers' gradients by the probabilities. */
export function keyGradientProgram(components: Components): ComputeProgram {
  return program(
    'AttentionKeyGradient',
    components,
    { reads: ['dy', 'q', 'probability', 'scoreGradient'], writes: ['dk', 'dv'] },
    /* wgsl */ `
      ${weightedSums(
        [
          ['scoreGradient', 'q', 'dk'],
          ['probability', 'dy', 'dv'],
        ].map(([weight = '', of = '', to = '']) => ({
          weight: `${weight}[row.firstProbabilities + i * uniforms.tokens + row.token]`,
          of,
          to,
        })),
      )}
    `,
  );
}
