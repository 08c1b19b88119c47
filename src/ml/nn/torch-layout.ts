/**
 * PyTorch's weight layouts and those of tfjs. Convolution: [out, in, kh, kw] in PyTorch, [kh, kw,
 * in, out] in tfjs. Transposed convolution: [in, out, kh, kw] and [kh, kw, out, in]. Both are the
 * same permutation of axes. Vectors and matrices (`nn.Linear` [out, in], `nn.Embedding`) are the
 * same in both.
 */

export interface TensorValues {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
}

/** tfjs -> PyTorch. */
export function toTorchLayout(tensor: TensorValues): TensorValues {
  return tensor.shape.length === 4 ? permute(tensor, [3, 2, 0, 1]) : tensor;
}

/** Axis i in tfjs is this axis in PyTorch. */
const fromTorchAxes = [2, 3, 1, 0] as const;

/** PyTorch -> tfjs. */
export function fromTorchLayout(tensor: TensorValues): TensorValues {
  return tensor.shape.length === 4 ? permute(tensor, fromTorchAxes) : tensor;
}

export function fromTorchShape(shape: readonly number[]): readonly number[] {
  return shape.length === 4 ? fromTorchAxes.map((axis) => shape[axis] ?? 1) : shape;
}

/** Axis i of the result is axis `axes[i]` of the tensor (as in `torch.permute`). */
function permute({ shape, values }: TensorValues, axes: readonly [number, number, number, number]): TensorValues {
  const stride = (axis: number) => shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const size = (axis: number) => shape[axis] ?? 1;
  const [a, b, c, d] = axes;
  const permuted = new Float32Array(values.length);
  let next = 0;
  for (let i = 0; i < size(a); i++) {
    for (let j = 0; j < size(b); j++) {
      for (let k = 0; k < size(c); k++) {
        const start = i * stride(a) + j * stride(b) + k * stride(c);
        for (let l = 0; l < size(d); l++) permuted[next++] = values[start + l * stride(d)] ?? 0;
      }
    }
  }
  return { shape: axes.map(size), values: permuted };
}
