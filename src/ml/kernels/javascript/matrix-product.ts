/** Products of matrices in plain JavaScript. */

type Numbers = Float32Array | Float64Array;

/** [rows, columns] -> [columns, rows] */
export function transposed(values: Numbers, rows: number, columns: number): Float64Array {
  const turned = new Float64Array(values.length);
  for (let row = 0, from = 0; row < rows; row++) {
    for (let to = row; from < (row + 1) * columns; from++, to += rows) turned[to] = values[from] as number;
  }
  return turned;
}

/**
 * sums [m, n] += a [m, inner] times b [n, inner] transposed. Uses blocks of four rows and two
 * columns, so that each number read is used twice or four times and the sums stay in registers.
 */
export function addProduct(sums: Float64Array, a: Float64Array, b: Float64Array, inner: number): void {
  const [m, n] = [a.length / inner, b.length / inner];
  const [wholeRows, wholeColumns] = [m - (m % 4), n - (n % 2)];
  for (let column = 0; column < wholeColumns; column += 2) {
    const [b0, b1] = [column * inner, (column + 1) * inner];
    for (let row = 0; row < wholeRows; row += 4) {
      const a0 = row * inner;
      const a1 = a0 + inner;
      const a2 = a1 + inner;
      const a3 = a2 + inner;
      let [s00, s01, s10, s11, s20, s21, s30, s31] = [0, 0, 0, 0, 0, 0, 0, 0];
      for (let k = 0; k < inner; k++) {
        const p = b[b0 + k] as number;
        const q = b[b1 + k] as number;
        const x0 = a[a0 + k] as number;
        s00 += x0 * p;
        s01 += x0 * q;
        const x1 = a[a1 + k] as number;
        s10 += x1 * p;
        s11 += x1 * q;
        const x2 = a[a2 + k] as number;
        s20 += x2 * p;
        s21 += x2 * q;
        const x3 = a[a3 + k] as number;
        s30 += x3 * p;
        s31 += x3 * q;
      }
      const at = row * n + column;
      add(sums, at, s00, s01);
      add(sums, at + n, s10, s11);
      add(sums, at + 2 * n, s20, s21);
      add(sums, at + 3 * n, s30, s31);
    }
  }
  addOneByOne(sums, a, b, inner, wholeRows, m, 0, n);
  addOneByOne(sums, a, b, inner, 0, wholeRows, wholeColumns, n);
}

function add(sums: Float64Array, at: number, one: number, other: number): void {
  sums[at] = (sums[at] as number) + one;
  sums[at + 1] = (sums[at + 1] as number) + other;
}

/** The rows and columns that fill no whole block. */
function addOneByOne(
  sums: Float64Array,
  a: Float64Array,
  b: Float64Array,
  inner: number,
  ...[startRow, endRow, startColumn, endColumn]: [number, number, number, number]
): void {
  const n = b.length / inner;
  for (let row = startRow; row < endRow; row++) {
    for (let column = startColumn; column < endColumn; column++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += (a[row * inner + k] as number) * (b[column * inner + k] as number);
      sums[row * n + column] = (sums[row * n + column] as number) + sum;
    }
  }
}
