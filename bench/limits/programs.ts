/**
 * The programs that measure limits. They are plain on purpose: they contain only what they measure.
 * Each reads its sizes from `uniforms`.
 */

/**
 * Eight independent chains of multiply-adds on vec4. `a` and `b` come from memory, because
 * otherwise the compiler could compute the sum.
 */
const fmaChains = 8;
/**
 * Unrolled: a software adapter copies every chain at the end of an iteration, which costs more than
 * the multiply-adds of one round.
 */
const fmaRounds = 8;
/** Number of float32 multiply-adds per iteration. */
export const fmaPerTurn = 4 * fmaChains * fmaRounds;
export const fmaSource = /* wgsl */ `
  @group(0) @binding(0) var<uniform> uniforms : vec4<u32>; // turns
  @group(0) @binding(1) var<storage, read_write> result : array<vec4<f32>>;
  @compute @workgroup_size(64)
  fn main(@builtin(global_invocation_id) id : vec3<u32>) {
    let a = result[id.x];
    let b = a * 0.5;
    ${list(fmaChains, (i) => `var s${i} = a + ${i}.0;`)}
    for (var i = 0u; i < uniforms.x; i++) {
      ${grid(fmaRounds, fmaChains, (_, i) => `s${i} = fma(s${i}, a, b);`)}
    }
    result[id.x] = ${list(fmaChains, (i) => `s${i}`, ' + ')};
  }
`;

export const copySource = /* wgsl */ `
  @group(0) @binding(0) var<uniform> uniforms : vec4<u32>; // vectors, and those of a row of workgroups
  @group(0) @binding(1) var<storage, read> source : array<vec4<f32>>;
  @group(0) @binding(2) var<storage, read_write> result : array<vec4<f32>>;
  @compute @workgroup_size(64)
  fn main(@builtin(global_invocation_id) id : vec3<u32>) {
    let i = id.y * uniforms.y + id.x;
    if (i < uniforms.x) { result[i] = source[i]; }
  }
`;

export const emptySource = /* wgsl */ `
  @compute @workgroup_size(1)
  fn main() {}
`;

/** C = A B, all [size, size], row-major, float32; the size is a multiple of every tile. */
export interface GemmProgram {
  readonly name: string;
  readonly source: string;
  /** Rows and columns of C that one workgroup computes. */
  readonly tile: readonly [rows: number, columns: number];
}

const matrices = /* wgsl */ `
  @group(0) @binding(0) var<uniform> uniforms : vec4<u32>; // size
  @group(0) @binding(1) var<storage, read> a : array<vec4<f32>>;
  @group(0) @binding(2) var<storage, read> b : array<vec4<f32>>;
  @group(0) @binding(3) var<storage, read_write> c : array<vec4<f32>>;
`;

/**
 * Each invocation has a tile of C in registers and reads A and B from memory, without workgroup
 * memory or barriers. Best where threads are lanes of a CPU core. Neighbouring invocations have
 * neighbouring columns.
 */
function registerTile(rows: number, vectors: number): GemmProgram {
  const columns = 4 * vectors;
  const acrossTile = 8;
  const source = /* wgsl */ `
    ${matrices}
    @compute @workgroup_size(${acrossTile}, 8)
    fn main(@builtin(global_invocation_id) id : vec3<u32>) {
      let stride = uniforms.x / 4u;
      let row = id.y * ${rows}u;
      let column = id.x * ${vectors}u;
      ${grid(rows, vectors, (r, v) => `var c${r}_${v} = vec4<f32>();`)}
      for (var k = 0u; k < stride; k++) {
        ${list(rows, (r) => `let a${r} = a[(row + ${r}u) * stride + k];`)}
        ${list(
          4,
          (lane) => `{
          let at = (4u * k + ${lane}u) * stride + column;
          ${list(vectors, (v) => `let b${v} = b[at + ${v}u];`)}
          ${grid(rows, vectors, (r, v) => `c${r}_${v} = fma(vec4<f32>(a${r}[${lane}]), b${v}, c${r}_${v});`)}
        }`,
        )}
      }
      ${grid(rows, vectors, (r, v) => `c[(row + ${r}u) * stride + column + ${v}u] = c${r}_${v};`)}
    }
  `;
  return { name: `registers, ${rows} x ${columns}`, source, tile: [8 * rows, acrossTile * columns] };
}

/**
 * A workgroup of 16 x 16 invocations loads strips of A and B into workgroup memory, and each
 * invocation computes a tile in registers. Best for GPUs. A strip is 16 deep.
 */
function workgroupTile(rows: number, vectors: number): GemmProgram {
  const depth = 16;
  const [tileRows, tileVectors] = [16 * rows, 16 * vectors];
  const source = /* wgsl */ `
    ${matrices}
    // A's strip is transposed, with its rows side by side, so that a column of it is read at once.
    var<workgroup> strip_a : array<array<f32, ${tileRows + 4}>, ${depth}>;
    var<workgroup> strip_b : array<array<vec4<f32>, ${tileVectors}>, ${depth}>;
    @compute @workgroup_size(16, 16)
    fn main(
      @builtin(workgroup_id) group : vec3<u32>,
      @builtin(local_invocation_id) id : vec3<u32>,
      @builtin(local_invocation_index) index : u32,
    ) {
      let stride = uniforms.x / 4u;
      let firstRow = group.y * ${tileRows}u;
      let firstVector = group.x * ${tileVectors}u;
      ${grid(rows, vectors, (r, v) => `var c${r}_${v} = vec4<f32>();`)}
      for (var first = 0u; first < uniforms.x; first += ${depth}u) {
        for (var i = index; i < ${(tileRows * depth) / 4}u; i += 256u) {
          let r = i / ${depth / 4}u;
          let q = i % ${depth / 4}u;
          let values = a[(firstRow + r) * stride + first / 4u + q];
          ${list(4, (lane) => `strip_a[4u * q + ${lane}u][r] = values[${lane}];`)}
        }
        for (var i = index; i < ${tileVectors * depth}u; i += 256u) {
          let k = i / ${tileVectors}u;
          let v = i % ${tileVectors}u;
          strip_b[k][v] = b[(first + k) * stride + firstVector + v];
        }
        workgroupBarrier();
        for (var k = 0u; k < ${depth}u; k++) {
          ${list(vectors, (v) => `let b${v} = strip_b[k][id.x + ${16 * v}u];`)}
          ${list(rows, (r) => `let a${r} = strip_a[k][id.y * ${rows}u + ${r}u];`)}
          ${grid(rows, vectors, (r, v) => `c${r}_${v} = fma(vec4<f32>(a${r}), b${v}, c${r}_${v});`)}
        }
        workgroupBarrier();
      }
      let row = firstRow + id.y * ${rows}u;
      ${grid(rows, vectors, (r, v) => `c[(row + ${r}u) * stride + firstVector + id.x + ${16 * v}u] = c${r}_${v};`)}
    }
  `;
  return { name: `workgroup, ${tileRows} x ${4 * tileVectors}`, source, tile: [tileRows, 4 * tileVectors] };
}

export const gemmPrograms: readonly GemmProgram[] = [
  registerTile(4, 2),
  registerTile(8, 2),
  registerTile(8, 1),
  workgroupTile(4, 1),
  workgroupTile(8, 2),
];

function list(count: number, line: (i: number) => string, separator = '\n'): string {
  return Array.from({ length: count }, (_, i) => line(i)).join(separator);
}

function grid(rows: number, columns: number, line: (row: number, column: number) => string): string {
  return list(rows, (row) => list(columns, (column) => line(row, column)));
}
