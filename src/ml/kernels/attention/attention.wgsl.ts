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
      // The largest score is taken off all of them: no exponential then exceeds 1.
      var largest = -3.0e38;
      for (var j = 0u; j < uniforms.tokens; j++) {
        var score = 0.0;
        let key = row.first + j * uniforms.channels;
        for (var c = 0u; c < uniforms.width; c++) {
          score += inner(q[row.own + c], k[key + c]);
        }
        score *= uniforms.scale;
        probability[row.probabilities + j] = score;
        largest = max(largest, score);
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
      for (var c = 0u; c < uniforms.width; c++) {
        var mixed = Element(0.0);
        for (var j = 0u; j < uniforms.tokens; j++) {
          mixed += probability[row.probabilities + j] * v[row.first + j * uniforms.channels + c];
        }
        answer[row.own + c] = mixed;
      }
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
      var mean = 0.0;
      for (var j = 0u; j < uniforms.tokens; j++) {
        var dp = 0.0;
        let value = row.first + j * uniforms.channels;
        for (var c = 0u; c < uniforms.width; c++) {
          dp += inner(dy[row.own + c], v[value + c]);
        }
        scoreGradient[row.probabilities + j] = dp;
        mean += probability[row.probabilities + j] * dp;
      }
      for (var j = 0u; j < uniforms.tokens; j++) {
        let at = row.probabilities + j;
        scoreGradient[at] = uniforms.scale * probability[at] * (scoreGradient[at] - mean);
      }
      for (var c = 0u; c < uniforms.width; c++) {
        var sum = Element(0.0);
        for (var j = 0u; j < uniforms.tokens; j++) {
          sum += scoreGradient[row.probabilities + j] * k[row.first + j * uniforms.channels + c];
        }
        dq[row.own + c] = sum;
      }
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
      for (var c = 0u; c < uniforms.width; c++) {
        var key = Element(0.0);
        var value = Element(0.0);
        for (var i = 0u; i < uniforms.tokens; i++) {
          let at = row.firstProbabilities + i * uniforms.tokens + row.token;
          let query = row.first + i * uniforms.channels + c;
          key += scoreGradient[at] * q[query];
          value += probability[at] * dy[query];
        }
        dk[row.own + c] = key;
        dv[row.own + c] = value;
      }
    `,
  );
}
