/** One update of all weights in three dispatches, over arenas in which the tensors stand side by side with zeros between them. */
import type { ComputeProgram } from '../compute-program.ts';

/** Sums a tree of what the workgroup's invocations have; one invocation, on software adapters, has it all already. */
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

/** Each invocation squares and sums every `threads`-th element: always the same ones, so always the same bits. */
export const sumOfSquares: ComputeProgram = {
  key: 'SumOfSquares',
  workgroup: 64,
  uniforms: { elements: 'u32', threads: 'u32' },
  reads: { gradients: 'vec4<f32>' },
  writes: { sums: 'f32' },
  text: /* wgsl */ `
    fn main(workgroup : u32, lane : u32) {
      let thread = workgroup * workgroupSize + lane;
      if (thread >= uniforms.threads) { return; }
      var sum = vec4<f32>(0.0);
      for (var i = thread; i < uniforms.elements; i += uniforms.threads) {
        let g = gradients[i];
        sum += g * g;
      }
      sums[thread] = dot(sum, vec4<f32>(1.0));
    }
  `,
};

/** The loss and the norm of all gradients, and whether these and those of every step before were finite. One workgroup. */
export function verdict(lanes: number): ComputeProgram {
  return {
    key: `GradientNorm ${lanes}`,
    workgroup: lanes,
    uniforms: { threads: 'u32' },
    reads: { sums: 'f32', loss: 'f32' },
    writes: { measured: 'f32', healthy: 'f32' },
    text: /* wgsl */ `
      ${total(lanes)}
      // By the bits: a compiler may take it that numbers are finite.
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
          let norm = sqrt(all);
          measured[0] = loss[0];
          measured[1] = norm;
          if (!(finite(norm) && finite(loss[0]))) { healthy[0] = 0.0; }
        }
      }
    `,
  };
}

/** Four numbers of every arena an invocation. Without an average its arena and decay are left out. */
export function updateProgram(withAverage: boolean): ComputeProgram {
  return {
    key: `AdamW ${withAverage}`,
    workgroup: 64,
    uniforms: {
      elements: 'u32',
      beta2: 'f32',
      epsilon: 'f32',
      /** Negative: the gradients are taken as they are. */
      maxGradNorm: 'f32',
      normEpsilon: 'f32',
      // 1 - beta1, and so on, as the host has them in float64.
      newShare1: 'f32',
      newShare2: 'f32',
    },
    // `numbers`: step size, root correction, shrink, the average's share of what is new.
    reads: { gradients: 'vec4<f32>', measured: 'f32', healthy: 'f32', numbers: 'vec4<f32>' },
    writes: {
      parameters: 'vec4<f32>',
      expAvg: 'vec4<f32>',
      expAvgSq: 'vec4<f32>',
      ...(withAverage && { ema: 'vec4<f32>' as const }),
    },
    text: /* wgsl */ `
      fn main(workgroup : u32, lane : u32) {
        let i = workgroup * workgroupSize + lane;
        if (i >= uniforms.elements || healthy[0] == 0.0) { return; }
        var clip = 1.0;
        if (uniforms.maxGradNorm >= 0.0) {
          clip = min(uniforms.maxGradNorm / (measured[1] + uniforms.normEpsilon), 1.0);
        }
        let g = gradients[i] * clip;
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
