/** Muon's update on WebGPU: seven dispatches for any number of matrices in a part. */
import type { AdapterKind } from '../../device/adapter.ts';
import type { SlicedBackend } from '../../device/current-backend.ts';
import type { FusedMatrices, MatricesOnDevice } from '../adamw/update.ts';
import { dispatch } from '../shared/compute-program.ts';
import { tableOf } from '../shared/lookup-numbers.ts';
import { momentumKept, newtonSchulz, zeroNorm } from './constants.ts';
import { type MatrixShape, matrixOf } from './matrix.ts';
import {
  gramProgram,
  iterationProgram,
  momentumProgram,
  multiplyProgram,
  squaresOfMatrix,
  stepProgram,
  tileSide,
} from './muon.wgsl.ts';

/** Iterations before X is multiplied and its G computed again. */
const firstIterations = 3;

/** Invocations that iterate on one matrix. */
const iterationLanes: Readonly<Record<AdapterKind, number>> = { lavapipe: 64, swiftshader: 64, gpu: 256 };

interface Placed extends MatrixShape {
  /** Offset of the matrix, in numbers. */
  readonly offset: number;
  /** Offset of its first n x n matrix, in numbers. */
  readonly square: number;
}

const tiles = (side: number): number => Math.ceil(side / tileSide);
const shorter = ({ rows, columns }: MatrixShape): number => Math.min(rows, columns);
const bitsOf = (float: number): number => new Uint32Array(Float32Array.of(float).buffer)[0] ?? 0;

/** Size of the one buffer that it needs in addition to those that it is given. */
export const bytesBeside = (shape: readonly number[]): number => 4 * squaresOfMatrix * shorter(matrixOf(shape)) ** 2;

export function createFusedMatrices(
  backend: SlicedBackend,
  { matrices, start, end, gradients, parameters, momentum, ema }: MatricesOnDevice,
): FusedMatrices {
  let stride = 0;
  const placed = matrices.map(({ shape, offset }): Placed => {
    const matrix = matrixOf(shape);
    const square = stride;
    stride += shorter(matrix) ** 2;
    return { ...matrix, offset: offset / 4, square };
  });
  const squares = backend.acquire(4 * squaresOfMatrix * stride);
  const multiplied = backend.acquire(end);
  const inGram = work(placed, (matrix) => (tiles(shorter(matrix)) * (tiles(shorter(matrix)) + 1)) / 2);
  const inIteration = work(placed, () => 1);
  const inProduct = work(placed, ({ rows, columns }) => tiles(rows) * tiles(columns));
  const iteration = iterationProgram(iterationLanes[backend.facts.kind]);
  const step = stepProgram(ema !== null);
  const elements = (end - start) / 16;

  function work(matrices: readonly Placed[], workgroupsOf: (matrix: Placed) => number) {
    let workgroups = 0;
    const entries = matrices.flatMap((matrix) => {
      const { offset, rows, columns, square, gain } = matrix;
      const first = workgroups;
      workgroups += workgroupsOf(matrix);
      return [first, offset, rows, columns, square, bitsOf(gain)];
    });
    return { table: tableOf(backend, entries), workgroups, uniforms: { matrices: matrices.length, workgroups } };
  }

  return {
    run(factor, numbers) {
      dispatch(backend, momentumProgram, {
        uniforms: { elements, first: start / 16, newShare: 1 - momentumKept },
        reads: { factor },
        writes: { gradients, momentum },
        workgroups: Math.ceil(elements / momentumProgram.workgroup),
      });
      iterate(gradients, firstIterations, true);
      dispatch(backend, multiplyProgram, {
        uniforms: { ...inProduct.uniforms, stride },
        reads: { factors: gradients, squares, factor, table: inProduct.table },
        writes: { multiplied },
        workgroups: inProduct.workgroups,
      });
      iterate(multiplied, newtonSchulz.iterations - firstIterations, false);
      dispatch(backend, step, {
        uniforms: { ...inProduct.uniforms, stride },
        reads: { factors: multiplied, squares, factor, numbers, table: inProduct.table },
        writes: { parameters, ...(ema && { ema }) },
        workgroups: inProduct.workgroups,
      });

      /** From X to P. */
      function iterate(factors: GPUBuffer, iterations: number, divides: boolean): void {
        dispatch(backend, gramProgram, {
          uniforms: inGram.uniforms,
          reads: { factors, factor, table: inGram.table },
          writes: { squares },
          workgroups: inGram.workgroups,
        });
        dispatch(backend, iteration, {
          uniforms: { ...inIteration.uniforms, stride, iterations, divides: divides ? 1 : 0, zeroNorm },
          reads: { factor, table: inIteration.table },
          writes: { squares },
          workgroups: inIteration.workgroups,
        });
      }
    },
    dispose() {
      for (const buffer of [squares, multiplied]) backend.bufferManager.releaseBuffer(buffer);
    },
  };
}
