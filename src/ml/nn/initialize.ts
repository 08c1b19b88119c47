import type { RandomStream } from '../random.ts';

/**
 * PyTorch's default for convolutions (`kaiming_uniform_(a=sqrt(5))` for weights, the same bound for biases): uniform within
 * +-1/sqrt(fanIn). `n` numbers, in the order of PyTorch's layout.
 */
export function kaimingUniform(n: number, fanIn: number, stream: RandomStream): Float32Array {
  const bound = 1 / Math.sqrt(fanIn);
  const values = new Float32Array(n);
  stream.uniform(0, values);
  return values.map((u) => bound * (2 * u - 1));
}
