/**
 * One update of all weights in three dispatches (more if the device cannot bind all of them at
 * once), over arenas that hold the tensors side by side, with zeros between them.
 */
import type { ComputeProgram } from '../shared/compute-program.ts';

/**
 * Adds up the numbers of the workgroup's invocations as a tree. On software adapters one invocation
 * has the whole sum already.
 */
function total(lanes: number): string {
  if (lanes === 1) return 'fn total(value : f32, lane : u32) -> f32 { return value; }';
  return /* wgsl */ `
    var<workgroup> partial : array<f32, ${lanes}>;
    fn total(value : f32, lane : u32) -> f32 {
      partial[lane] = value;
      workgroupBarrier();
      for (var reach = ${lanes / 2}u; reach > 0u; reach /= 2u) {
        if (lane < reach) {
          partial[lane] += partial[lane + reach];
        }
        workgroupBarrier();
      }
      return partial[0];
    }
  `;
}

/**
 * Each invocation squares and sums every `threads`-th element: always the same elements, so always
 * the same bits. With several parts each sum continues where the part before it ended (`carried`),
 * as if they were one: `start` elements come before this part, and the last part's sums cover
 * everything.
 */
export function sumOfSquares(severalParts: boolean): ComputeProgram {
  return {
    key: `SumOfSquares ${severalParts}`,
    workgroup: 64,
    uniforms: { elements: 'u32', threads: 'u32', ...(severalParts && { start: 'u32' as const }) },
    reads: { gradients: 'vec4<f32>' },
    writes: { sums: 'f32', ...(severalParts && { carried: 'vec4<f32>' as const }) },
    source: /* wgsl */ `
      fn main(workgroup : u32, lane : u32) {
        let thread = workgroup * workgroupSize + lane;
        if (thread >= uniforms.threads) { return; }
        ${
          severalParts
            ? `var sum = select(carried[thread], vec4<f32>(0.0), uniforms.start == 0u);
               let first = (thread + uniforms.threads - uniforms.start % uniforms.threads) % uniforms.threads;`
            : `var sum = vec4<f32>(0.0);
               let first = thread;`
        }
        for (var i = first; i < uniforms.elements; i += uniforms.threads) {
          let g = gradients[i];
          sum += g * g;
        }
        ${severalParts ? 'carried[thread] = sum;' : ''}
        sums[thread] = dot(sum, vec4<f32>(1.0));
      }
    `,
  };
}

/** How the verdict changes the loss scale, if the gradients are those of a scaled loss. */
const scaledSource = {
  norm: 'sqrt(all) / scale[0]',
  /**
   * An overflow is the scale's fault, unless the scale is 1. In that case, or if the loss is not a
   * number, the run has diverged.
   */
  judge: /* wgsl */ `
          let used = scale[0];
          let fits = finite(norm);
          if (!finite(loss[0]) || (!fits && used <= 1.0)) { healthy[0] = 0.0; }
          measured[1] = select(norm, progress[1], !fits && healthy[0] != 0.0);
          if (fits) {
            progress[0] += 1.0;
            progress[1] = norm;
            if (progress[0] >= uniforms.growAfter) {
              progress[0] = 0.0;
              scale[0] = max(used, min(2.0 * used, uniforms.mostScale));
            }
          } else {
            progress[0] = 0.0;
            scale[0] = max(0.5 * used, 1.0);
          }
          factor[0] = select(-1.0, clip / used, fits && healthy[0] != 0.0);`,
};

const plainSource = {
  norm: 'sqrt(all)',
  judge: /* wgsl */ `
          measured[1] = norm;
          if (!(finite(norm) && finite(loss[0]))) { healthy[0] = 0.0; }
          factor[0] = select(-1.0, clip, healthy[0] != 0.0);`,
};

/**
 * Writes the loss and the norm of all gradients, whether these and those of every earlier step were
 * finite, and the factor by which the update multiplies the gradients; a negative factor means no
 * update. `scaled`: the gradients are those of the loss times `scale`. If they overflow, `scale`
 * halves, this one update is skipped, and the reported norm is that of the last good step. After
 * `growAfter` good steps in a row the scale doubles. Runs as one workgroup.
 */
export function verdict(lanes: number, scaled: boolean): ComputeProgram {
  const { norm, judge } = scaled ? scaledSource : plainSource;
  return {
    key: `GradientNorm ${lanes} ${scaled}`,
    workgroup: lanes,
    uniforms: {
      threads: 'u32',
      /** Negative: the gradients are not clipped. */
      maxGradNorm: 'f32',
      normEpsilon: 'f32',
      ...(scaled && { growAfter: 'f32' as const, mostScale: 'f32' as const }),
    },
    reads: { sums: 'f32', loss: 'f32' },
    writes: {
      measured: 'f32',
      healthy: 'f32',
      factor: 'f32',
      // `progress`: the number of good steps since the scale changed, and the norm of the last one.
      ...(scaled && { scale: 'f32' as const, progress: 'f32' as const }),
    },
    source: /* wgsl */ `
      ${total(lanes)}
      // Tests the bits, because a compiler may assume that numbers are finite.
      fn finite(value : f32) -> bool {
        return (bitcast<u32>(value) & 0x7f800000u) != 0x7f800000u;
      }
      fn main(workgroup : u32, lane : u32) {
        var sum = 0.0;
        for (var i = lane; i < uniforms.threads; i += ${lanes}u) {
          sum += sums[i];
        }
        let all = total(sum, lane);
        if (lane == 0u) {
          let norm = ${norm};
          var clip = 1.0;
          if (uniforms.maxGradNorm >= 0.0) {
            clip = min(uniforms.maxGradNorm / (norm + uniforms.normEpsilon), 1.0);
          }
          measured[0] = loss[0];
          ${judge}
        }
      }
    `,
  };
}

/**
 * An invocation updates four numbers of every arena. Without an average, its arena and decay are
 * left out.
 */
export function updateProgram(withAverage: boolean): ComputeProgram {
  return {
    key: `AdamW ${withAverage}`,
    workgroup: 64,
    uniforms: {
      elements: 'u32',
      beta2: 'f32',
      epsilon: 'f32',
      // 1 - beta1 and so on, computed by the host in float64.
      newShare1: 'f32',
      newShare2: 'f32',
    },
    // `numbers`: step size, root correction, shrink, and the weight of new values in the average.
    reads: { gradients: 'vec4<f32>', factor: 'f32', numbers: 'vec4<f32>' },
    writes: {
      parameters: 'vec4<f32>',
      expAvg: 'vec4<f32>',
      expAvgSq: 'vec4<f32>',
      ...(withAverage && { ema: 'vec4<f32>' as const }),
    },
    source: /* wgsl */ `
      fn main(workgroup : u32, lane : u32) {
        let i = workgroup * workgroupSize + lane;
        if (i >= uniforms.elements || factor[0] < 0.0) { return; }
        let g = gradients[i] * factor[0];
        let m = expAvg[i] + (g - expAvg[i]) * uniforms.newShare1;
        let v = expAvgSq[i] * uniforms.beta2 + g * g * uniforms.newShare2;
        let n = numbers[0];
        let p = parameters[i] * n.z - n.x * m / (sqrt(v) / n.y + uniforms.epsilon);
        expAvg[i] = m;
        expAvgSq[i] = v;
        parameters[i] = p;
        ${withAverage ? 'ema[i] -= (ema[i] - p) * n.w;' : ''}
      }
    `,
  };
}
