/** Which parameters Muon treats as matrices, and how. Data and types only. */

/**
 * The first and the last layer and the embeddings of timesteps and classes, which Jordan et al.
 * leave to Adam.
 */
const outer = ['conv_in.', 'conv_out.', 'time_embedding.', 'class_embedding.'];

/**
 * Whether Muon updates this parameter of a U-Net, given its name in PyTorch and its number of axes:
 * it updates the filters and linear layers between the outer ones.
 */
export function isMatrix(name: string, rank: number): boolean {
  return rank >= 2 && !outer.some((prefix) => name.startsWith(prefix));
}

/** The shape in memory, row-major. */
export interface MatrixShape {
  readonly rows: number;
  readonly columns: number;
  /** The factor of its update: sqrt(max(1, outputs / inputs)). */
  readonly gain: number;
}

/**
 * tfjs stores a filter as [kh, kw, in, out], which is PyTorch's [out, in * kh * kw] transposed and
 * with its inputs in another order. The orthogonalized matrix is transposed and reordered alike, so
 * only the gain depends on which side is which. A linear layer is [out, in] in both.
 */
export function matrixOf(shape: readonly number[]): MatrixShape {
  const last = shape.at(-1) ?? 1;
  const others = shape.slice(0, -1).reduce((product, side) => product * side, 1);
  const outputsByInputs = shape.length === 2 ? others / last : last / others;
  return { rows: others, columns: last, gain: Math.sqrt(Math.max(1, outputsByInputs)) };
}
