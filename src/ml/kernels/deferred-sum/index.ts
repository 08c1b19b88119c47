/**
 * Deferred sums. A gradient of weights is a long sum with a small result, so many invocations each
 * compute a part of it. The parts of all layers stay in one buffer until the first of the results
 * is used, which is after the whole backward pass. One dispatch then adds up all of them, instead
 * of one for each layer.
 */
import * as tf from '@tensorflow/tfjs-core';
import { slotsFor } from '../../device/arena.ts';
import { type BufferSlice, sliceAlignment } from '../../device/buffers.ts';
import { keepBuffer } from '../../device/kept-buffers.ts';
import { tensorsInOneRange } from '../../device/one-range.ts';
import type { SlicedBackend } from '../../device/sliced-backend.ts';
import { type Bound, dispatch } from '../shared/compute-program.ts';
import type { Job } from '../shared/fused-dispatch.ts';
import { tableOf } from '../shared/lookup-numbers.ts';
import { fieldsOfSum, sumsOfParts } from './deferred-sum.wgsl.ts';

/** A result in parts, [parts, stride]. */
export interface Parts {
  /** 1: the part is the result. */
  readonly parts: number;
  readonly shape: number[];
  /** Floats from one part to the next, a multiple of four. The result's floats come first. */
  readonly stride: number;
}

export interface SplitSum extends Parts {
  /** Writes the parts. */
  job(parts: Bound): Job;
}

/** Several results whose parts one job writes. */
export interface StackedSum {
  /** Parts of each result. */
  readonly parts: number;
  readonly shapes: readonly number[][];
  /**
   * Floats from one part of a result to its next part, and from the first part of a result to the
   * first part of the next result: multiples of four.
   */
  readonly stride: number;
  readonly distance: number;
  job(parts: Bound): Job;
}

/**
 * Most bytes of the parts of all layers. If they need more, sums are computed before the last layer
 * has written its parts.
 */
const partsBytes = 1 << 26;
const float4 = 16;

interface Waiting {
  readonly result: tf.TensorInfo;
  /** In elements of four floats. */
  readonly elements: number;
  readonly parts: number;
  readonly from: number;
  /** Distance from one part to the next. */
  readonly stride: number;
}

class DeferredSums {
  #made: GPUBuffer | null = null;
  #waiting: Waiting[] = [];
  /** Bytes of `#parts` that hold parts still needed. */
  #used = 0;

  constructor(private readonly backend: SlicedBackend) {
    backend.plannedBytes += partsBytes;
  }

  /** Made on first use; a dry run does not make it. */
  get #parts(): GPUBuffer {
    if (tf.env().getBool('WEBGPU_ENGINE_COMPILE_ONLY')) return this.#made ?? this.backend.acquire(4);
    const descriptor = { label: 'parts of sums', size: partsBytes, usage: GPUBufferUsage.STORAGE };
    this.#made ??= keepBuffer(this.backend, descriptor, () => {
      this.#made = null;
    });
    return this.#made;
  }

  /** Whether a result still needs the parts that are stored. */
  get isWanted(): boolean {
    return this.#waiting.some(({ result }) => this.backend.isDeferred(result.dataId));
  }

  hasRoom(bytes: number): boolean {
    return this.#used + bytes <= partsBytes;
  }

  /** The place where the parts of `result` must be written. */
  expect(result: tf.TensorInfo, { parts, stride }: Parts): BufferSlice {
    const offset = this.#used;
    const size = 4 * parts * stride;
    this.#used = Math.ceil((offset + size) / sliceAlignment) * sliceAlignment;
    this.#waiting.push({ result, elements: stride / 4, parts, from: offset / float4, stride: stride / 4 });
    this.backend.defer(result.dataId, () => this.compute());
    return { buffer: this.#parts, offset, size };
  }

  /** Like `expect`, for several results. */
  expectStacked(results: readonly tf.TensorInfo[], sum: StackedSum): Bound {
    const offset = this.#used;
    const size = stackedBytes(sum);
    this.#used = Math.ceil((offset + size) / sliceAlignment) * sliceAlignment;
    for (const [i, result] of results.entries()) {
      this.#waiting.push({
        result,
        elements: Math.ceil(tf.util.sizeFromShape(result.shape) / 4),
        parts: sum.parts,
        from: (offset + 4 * i * sum.distance) / float4,
        stride: sum.stride / 4,
      });
      this.backend.defer(result.dataId, () => this.compute());
    }
    return { buffer: this.#parts, offset, size };
  }

  compute(): void {
    const { backend } = this;
    // Results that have been disposed of are not needed.
    const wanted = this.#waiting.filter(({ result }) => backend.isDeferred(result.dataId));
    this.#waiting = [];
    this.#used = 0;
    if (wanted.length === 0) return;
    const { bytes, places } = slotsFor(wanted.map(({ result }) => tf.util.sizeFromShape(result.shape)));
    const table: number[] = [];
    let workgroups = 0;
    for (const [i, { elements, parts, from, stride }] of wanted.entries()) {
      table.push(workgroups, elements, parts, from, (places[i]?.offset ?? 0) / float4, stride);
      workgroups += Math.ceil(elements / sumsOfParts.workgroup);
    }
    const buffer = backend.acquire(bytes);
    dispatch(backend, sumsOfParts, {
      uniforms: { sums: table.length / fieldsOfSum },
      reads: { parts: this.#parts, table: tableOf(backend, table) },
      writes: { result: buffer },
      workgroups,
    });
    backend.divide(
      buffer,
      wanted.map(({ result }, i) => ({ tensor: result, place: places[i] ?? { offset: 0, size: 0 } })),
    );
  }
}

/**
 * Each begins at an offset that a binding may have. A sum of one part is written directly to its
 * result, however large.
 */
function bytesOf(sums: readonly Parts[]): number {
  return sums.reduce((total, { parts, stride }) => total + (parts === 1 ? 0 : 4 * parts * stride + sliceAlignment), 0);
}

function stackedBytes({ parts, shapes, stride, distance }: StackedSum): number {
  return 4 * Math.max(parts * stride, shapes.length * distance);
}

const deferredSums = new WeakMap<SlicedBackend, DeferredSums>();

/**
 * The backend's deferred sums, with space for this many bytes. Parts that got space must be written
 * before the sums are computed.
 */
function deferredSumsFor(backend: SlicedBackend, bytes: number): DeferredSums {
  let later = deferredSums.get(backend);
  if (later === undefined) {
    later = new DeferredSums(backend);
    deferredSums.set(backend, later);
  }
  // The space of results that were thrown away is used again, at the same place each time.
  if (!later.isWanted || !later.hasRoom(bytes)) later.compute();
  if (!later.hasRoom(bytes)) throw new Error(`${bytes} bytes of parts of sums`);
  return later;
}

/**
 * Returns jobs that compute the parts, for one dispatch that must follow at once, and the tensors
 * for the sums, which belong to the caller.
 */
export function deferSum(backend: SlicedBackend, sums: readonly SplitSum[]): { results: tf.TensorInfo[]; jobs: Job[] } {
  const later = deferredSumsFor(backend, bytesOf(sums));
  const results: tf.TensorInfo[] = [];
  const jobs: Job[] = [];
  for (const sum of sums) {
    const result = backend.makeTensorInfo(sum.shape, 'float32');
    results.push(result);
    jobs.push(sum.job(sum.parts === 1 ? result : later.expect(result, sum)));
  }
  return { results, jobs };
}

/**
 * For one kernel that writes the same number of parts for both sums through one binding. Returns
 * the tensors for the sums, the binding, and the number of floats from the first sum's parts to the
 * second's.
 */
export function sumBothLater(
  backend: SlicedBackend,
  first: Parts,
  second: Parts,
): { results: [tf.TensorInfo, tf.TensorInfo]; parts: Bound; distance: number } {
  if (first.parts === 1) {
    const { tensors, range: parts, offsets } = tensorsInOneRange(backend, [first.shape, second.shape]);
    const [a, b] = tensors as [tf.TensorInfo, tf.TensorInfo];
    return { results: [a, b], parts, distance: offsets[1] ?? 0 };
  }
  const later = deferredSumsFor(backend, bytesOf([first, second]));
  const results: [tf.TensorInfo, tf.TensorInfo] = [
    backend.makeTensorInfo(first.shape, 'float32'),
    backend.makeTensorInfo(second.shape, 'float32'),
  ];
  const [{ buffer, offset }, end] = [later.expect(results[0], first), later.expect(results[1], second)];
  const parts = { buffer, offset, size: end.offset + end.size - offset };
  return { results, parts, distance: (end.offset - offset) / 4 };
}

/** Like `deferSum`, for stacked sums: returns the results of each in turn. */
export function sumStackedLater(
  backend: SlicedBackend,
  sums: readonly StackedSum[],
): { results: tf.TensorInfo[][]; jobs: Job[] } {
  const later = deferredSumsFor(
    backend,
    sums.reduce((total, sum) => total + stackedBytes(sum) + sliceAlignment, 0),
  );
  const results = sums.map(({ shapes }) => shapes.map((shape) => backend.makeTensorInfo([...shape], 'float32')));
  const jobs = sums.map((sum, i) => sum.job(later.expectStacked(results[i] ?? [], sum)));
  return { results, jobs };
}
