/**
 * Muon's update in seven dispatches over all matrices of a part. Newton-Schulz runs on the shorter
 * side, n. With G = XX' each iteration multiplies X by a polynomial of G, so it suffices to track
 * two symmetric n x n matrices, P = the product of these polynomials and A = (PX)(PX)', and to
 * multiply X by P in the end. A loses small singular values to rounding, and every iteration
 * enlarges that error. So X is multiplied, and G computed again, after three of the five
 * iterations. The error is then about 1e-5 of the largest number for any matrix; with one G it is
 * up to 7e-4 where singular values are far apart.
 */
import type { ComputeProgram } from '../shared/compute-program.ts';
import { entrySource } from '../shared/lookup-numbers.ts';
import { newtonSchulz } from './constants.ts';

/**
 * The table's fields for each matrix; sides and offsets in numbers, `gain` as the bits of a float.
 * `first`: its first workgroup.
 */
const matrixFields = ['first', 'offset', 'rows', 'columns', 'square', 'gain'] as const;

/**
 * Side of the square of results that a workgroup of `tiled` computes; each of its invocations has 4
 * x 4 of them.
 */
export const tileSide = 32;
const tiled = 64;

/**
 * WGSL: `fn matrixAt(workgroup) -> Matrix`. `n` is the shorter side; if the matrix is tall, its
 * columns are the shorter ones.
 */
const matrixSource = /* wgsl */ `
  struct Matrix {
    workgroup : u32, offset : u32, rows : u32, columns : u32, square : u32, gain : f32, n : u32, tall : bool,
  }
  ${entrySource('uniforms.matrices', matrixFields.length)}
  fn matrixAt(workgroup : u32) -> Matrix {
    let entry = entryOf(workgroup);
    let rows = table[entry + 2u];
    let columns = table[entry + 3u];
    return Matrix(
      workgroup - table[entry], table[entry + 1u], rows, columns, table[entry + 4u], bitcast<f32>(table[entry + 5u]),
      min(rows, columns), rows > columns,
    );
  }
  const four = vec4<u32>(0u, 1u, 2u, 3u);
`;

/** WGSL: pair number `index` of the pairs (x, y), x <= y, ordered by y, then x. */
const pairSource = /* wgsl */ `
  fn pairOf(index : u32) -> vec2<u32> {
    var y = u32((sqrt(8.0 * f32(index) + 1.0) - 1.0) / 2.0);
    if (y * (y + 1u) / 2u > index) { y -= 1u; }
    if ((y + 1u) * (y + 2u) / 2u <= index) { y += 1u; }
    return vec2<u32>(index - y * (y + 1u) / 2u, y);
  }
`;

/** Four numbers of an array, at these indices. */
const at = (name: string, index: string): string =>
  `vec4<f32>(${['x', 'y', 'z', 'w'].map((i) => `${name}[(${index}).${i}]`).join(', ')})`;

/** Adds an outer product to the 4 x 4 sums c0 to c3, each of which is a row. */
const addProduct = (left: string, right: string): string => /* wgsl */ `
  let l = ${left};
  let r = ${right};
  c0 += l.x * r;
  c1 += l.y * r;
  c2 += l.z * r;
  c3 += l.w * r;
`;

const noSums = ['c0', 'c1', 'c2', 'c3'].map((name) => `var ${name} = vec4<f32>(0.0);`).join('\n');

/**
 * Runs the body for each sum within `height` x `width`, as `sum` at (`row`, `column`); the first
 * one is at (y, x).
 */
const forEachSum = (y: string, x: string, height: string, width: string, body: string): string => /* wgsl */ `
  var sums = array<vec4<f32>, 4>(c0, c1, c2, c3);
  for (var i = 0u; i < 4u; i++) {
    for (var j = 0u; j < 4u; j++) {
      let row = ${y} + i;
      let column = ${x} + j;
      if (row < ${height} && column < ${width}) {
        let sum = sums[i][j];
        ${body}
      }
    }
  }
`;

/**
 * Updates the momentum, and writes the matrix to orthogonalize over the gradients: the gradient
 * combined with its momentum (Nesterov). An invocation has four numbers.
 */
export const momentumProgram: ComputeProgram = {
  key: 'Muon momentum',
  workgroup: 64,
  // `first`: the gradients before the first matrix. `newShare`: 1 - the share that is kept.
  uniforms: { elements: 'u32', first: 'u32', newShare: 'f32' },
  reads: { factor: 'f32' },
  writes: { gradients: 'vec4<f32>', momentum: 'vec4<f32>' },
  source: /* wgsl */ `
    fn main(workgroup : u32, lane : u32) {
      let i = workgroup * workgroupSize + lane;
      if (i >= uniforms.elements || factor[0] < 0.0) { return; }
      let g = gradients[uniforms.first + i] * factor[0];
      let v = momentum[i] + (g - momentum[i]) * uniforms.newShare;
      momentum[i] = v;
      gradients[uniforms.first + i] = v - (v - g) * uniforms.newShare;
    }
  `,
};

/**
 * G = XX', or X'X for a tall matrix, in squares of results; those above the diagonal are mirrored.
 */
export const gramProgram: ComputeProgram = {
  key: 'Muon Gram',
  workgroup: tiled,
  uniforms: { matrices: 'u32', workgroups: 'u32' },
  reads: { factors: 'f32', factor: 'f32', table: 'u32' },
  writes: { squares: 'f32' },
  source: /* wgsl */ `
    ${matrixSource}
    ${pairSource}
    fn main(workgroup : u32, lane : u32) {
      if (workgroup >= uniforms.workgroups || factor[0] < 0.0) { return; }
      let m = matrixAt(workgroup);
      let tile = pairOf(m.workgroup);
      let y = ${tileSide}u * tile.x + 4u * (lane / 8u);
      let x = ${tileSide}u * tile.y + 4u * (lane % 8u);
      // Distances from one number of a vector to the next, and from one vector to the next.
      let along = select(1u, m.columns, m.tall);
      let across = select(m.columns, 1u, m.tall);
      let length = select(m.columns, m.rows, m.tall);
      let ys = m.offset + across * min(y + four, vec4<u32>(m.n - 1u));
      let xs = m.offset + across * min(x + four, vec4<u32>(m.n - 1u));
      ${noSums}
      for (var k = 0u; k < length; k++) {
        ${addProduct(at('factors', 'ys + k * along'), at('factors', 'xs + k * along'))}
      }
      ${forEachSum(
        'y',
        'x',
        'm.n',
        'm.n',
        `
        squares[m.square + row * m.n + column] = sum;
        squares[m.square + column * m.n + row] = sum;
      `,
      )}
    }
  `,
};

/**
 * n x n matrices that the iteration needs for each X: A (first G), its polynomial, a product, and
 * P, which alternates between two.
 */
export const squaresOfMatrix = 5;

/**
 * From G to P; each workgroup has one matrix. `squares` holds the `squaresOfMatrix` matrices of n x
 * n: the first one of every X, then, `stride` numbers later, the second one of every X, and so on.
 * P ends in the fourth. All factors are symmetric and commute, so each product is symmetric: one
 * half is computed and mirrored. The products share one loop, because compilers inline every call.
 */
export function iterationProgram(lanes: number): ComputeProgram {
  const { a, b, c } = newtonSchulz;
  return {
    key: `Muon Newton-Schulz ${lanes}`,
    workgroup: lanes,
    // `divides`: 1 if X must be divided by its norm first, else 0.
    uniforms: { matrices: 'u32', workgroups: 'u32', stride: 'u32', iterations: 'u32', divides: 'u32', zeroNorm: 'f32' },
    reads: { factor: 'f32', table: 'u32' },
    writes: { squares: 'f32' },
    source: /* wgsl */ `
      ${matrixSource}
      ${pairSource}
      fn main(workgroup : u32, lane : u32) {
        if (workgroup >= uniforms.workgroups || factor[0] < 0.0) { return; }
        let m = matrixAt(workgroup);
        let n = m.n;
        let side = (n + 3u) / 4u;
        let pairs = side * (side + 1u) / 2u;
        // The squared norm is the trace of G.
        var trace = 0.0;
        for (var i = 0u; i < n; i++) { trace += squares[m.square + i * n + i]; }
        let inverse = select(1.0, 1.0 / (sqrt(trace) + uniforms.zeroNorm), uniforms.divides == 1u);
        storageBarrier();
        let firstP = m.square + (3u + uniforms.iterations % 2u) * uniforms.stride;
        for (var i = lane; i < n * n; i += workgroupSize) {
          squares[m.square + i] = squares[m.square + i] * inverse * inverse;
          squares[firstP + i] = select(0.0, inverse, i % (n + 1u) == 0u);
        }
        storageBarrier();
        // In each iteration: Y = a + bA + cAA, P = YP, T = YA, A = YT; the last one needs only the
        // first two.
        var rights = array<u32, 4>(0u, 3u, 0u, 2u);
        var targets = array<u32, 4>(1u, 4u, 2u, 0u);
        let products = 4u * uniforms.iterations - 2u;
        for (var index = 0u; index < products; index++) {
          let part = index % 4u;
          let turn = select(0u, (uniforms.iterations - index / 4u) % 2u, part == 1u);
          let left = m.square + select(1u, 0u, part == 0u) * uniforms.stride;
          let right = m.square + (rights[part] + turn) * uniforms.stride;
          let into = m.square + (targets[part] - turn) * uniforms.stride;
          for (var t = lane; t < pairs; t += workgroupSize) {
            let tile = 4u * pairOf(t);
            let ys = left + min(tile.x + four, vec4<u32>(n - 1u));
            let xs = right + min(tile.y + four, vec4<u32>(n - 1u));
            ${noSums}
            for (var k = 0u; k < n; k++) {
              ${addProduct(at('squares', 'ys + k * n'), at('squares', 'xs + k * n'))}
            }
            ${forEachSum(
              'tile.x',
              'tile.y',
              'n',
              'n',
              `
              var kept = sum;
              if (part == 0u) {
                kept = ${c} * sum + ${b} * squares[m.square + row * n + column] + select(0.0, ${a}, row == column);
              }
              squares[into + row * n + column] = kept;
              squares[into + column * n + row] = kept;
            `,
            )}
          }
          storageBarrier();
        }
      }
    `,
  };
}

/** PX, or XP for a tall matrix, in squares of results; `put` handles each of them. */
const timesPolynomial = /* wgsl */ `
  ${matrixSource}
  fn main(workgroup : u32, lane : u32) {
    if (workgroup >= uniforms.workgroups || factor[0] < 0.0) { return; }
    let m = matrixAt(workgroup);
    let polynomial = m.square + 3u * uniforms.stride;
    let tiles = (m.columns + ${tileSide - 1}u) / ${tileSide}u;
    let y = ${tileSide}u * (m.workgroup / tiles) + 4u * (lane / 8u);
    let x = ${tileSide}u * (m.workgroup % tiles) + 4u * (lane % 8u);
    let ys = min(y + four, vec4<u32>(m.rows - 1u));
    let xs = min(x + four, vec4<u32>(m.columns - 1u));
    ${noSums}
    if (m.tall) {
      for (var k = 0u; k < m.n; k++) {
        ${addProduct(at('factors', 'm.offset + ys * m.columns + k'), at('squares', 'polynomial + k * m.n + xs'))}
      }
    } else {
      for (var k = 0u; k < m.n; k++) {
        ${addProduct(at('squares', 'polynomial + k * m.n + ys'), at('factors', 'm.offset + k * m.columns + xs'))}
      }
    }
    ${forEachSum('y', 'x', 'm.rows', 'm.columns', 'put(m.offset + row * m.columns + column, sum, m);')}
  }
`;

export const multiplyProgram: ComputeProgram = {
  key: 'Muon product',
  workgroup: tiled,
  uniforms: { matrices: 'u32', workgroups: 'u32', stride: 'u32' },
  reads: { factors: 'f32', squares: 'f32', factor: 'f32', table: 'u32' },
  writes: { multiplied: 'f32' },
  source: /* wgsl */ `
    ${timesPolynomial}
    fn put(i : u32, value : f32, m : Matrix) {
      multiplied[i] = value;
    }
  `,
};

/** The last product is the step; applies it to weights and average. */
export function stepProgram(withAverage: boolean): ComputeProgram {
  return {
    key: `Muon step ${withAverage}`,
    workgroup: tiled,
    uniforms: { matrices: 'u32', workgroups: 'u32', stride: 'u32' },
    // `numbers`: AdamW's four, then the learning rate and the factor of decoupled weight decay.
    reads: { factors: 'f32', squares: 'f32', factor: 'f32', numbers: 'vec4<f32>', table: 'u32' },
    writes: { parameters: 'f32', ...(withAverage && { ema: 'f32' as const }) },
    source: /* wgsl */ `
      ${timesPolynomial}
      fn put(i : u32, step : f32, m : Matrix) {
        let p = parameters[i] * numbers[1].y - numbers[1].x * m.gain * step;
        parameters[i] = p;
        ${withAverage ? 'ema[i] -= (ema[i] - p) * numbers[0].w;' : ''}
      }
    `,
  };
}
