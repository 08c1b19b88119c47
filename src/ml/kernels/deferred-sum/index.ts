/**
 * Sums in parts, whose parts are added up later. A gradient of weights is a long sum with a small result, so many invocations compute a part of it each. What
 * they found lies in one buffer until the first of the results is used, which is after the whole backward pass; then one dispatch adds up all of them, where each
 * layer by itself would take one.
 */
import * as tf from '@tensorflow/tfjs-core';
import { slotsFor } from '../../device/arena.ts';
import { type BufferSlice, sliceAlignment } from '../../device/buffers.ts';
import { keepBuffer } from '../../device/kept-buffers.ts';
import { tensorsInOneRange } from '../../device/one-range.ts';
import type { SlicedBackend } from '../../device/sliced-backend.ts';
import { type Bound, dispatch } from '../compute-program.ts';
import type { Job } from '../fused-dispatch.ts';
import { tableOf } from '../table.ts';
import { fieldsOfSum, sumsOfParts } from './deferred-sum.wgsl.ts';

/** A result in parts, [parts, stride]. */
export interface Parts {
  /** 1: the part is the result. */
  readonly parts: number;
  readonly shape: number[];
  /** Floats from one part to the next, a multiple of four. The result's come first. */
  readonly stride: number;
}

export interface SplitSum extends Parts {
  /** Writes the parts. */
  job(parts: Bound): Job;
}

/** Several results whose parts one job writes. */
export interface StackedSum {
  /** Of each result. */
  readonly parts: number;
  readonly shapes: readonly number[][];
  /** Floats from one part of a result to its next, and from the first part of a result to that of the next result: multiples of four. */
  readonly stride: number;
  readonly distance: number;
  job(parts: Bound): Job;
}

/** What the parts of all layers together may take: with more, sums are computed before the last is there. */
const partsBytes = 1 << 26;
const float4 = 16;

interface Waiting {
  readonly result: tf.TensorInfo;
  /** In elements of four floats. */
  readonly elements: number;
  readonly parts: number;
  readonly from: number;
  /** From one part to the next. */
  readonly stride: number;
}

class DeferredSums {
  #made: GPUBuffer | null = null;
  #waiting: Waiting[] = [];
  /** Bytes of `#parts` that hold what is waited for. */
  #used = 0;

  constructor(private readonly backend: SlicedBackend) {
    backend.plannedBytes += partsBytes;
  }

  /** Made when it is first used, which a dry run does not. */
  get #parts(): GPUBuffer {
    if (tf.env().getBool('WEBGPU_ENGINE_COMPILE_ONLY')) return this.#made ?? this.backend.acquire(4);
    const descriptor = { label: 'parts of sums', size: partsBytes, usage: GPUBufferUsage.STORAGE };
    this.#made ??= keepBuffer(this.backend, descriptor, () => {
      this.#made = null;
    });
    return this.#made;
  }

  /** Whether anybody still waits for what stands there. */
  get isWanted(): boolean {
    return this.#waiting.some(({ result }) => this.backend.isDeferred(result.dataId));
  }

  hasRoom(bytes: number): boolean {
    return this.#used + bytes <= partsBytes;
  }

  /** Where the parts of `result` are to be written. */
  expect(result: tf.TensorInfo, { parts, stride }: Parts): BufferSlice {
    const offset = this.#used;
    const size = 4 * parts * stride;
    this.#used = Math.ceil((offset + size) / sliceAlignment) * sliceAlignment;
    this.#waiting.push({ result, elements: stride / 4, parts, from: offset / float4, stride: stride / 4 });
    this.backend.defer(result.dataId, () => this.compute());
    return { buffer: this.#parts, offset, size };
  }

  /** As `expect`, of each of several. */
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
    // Those that are gone nobody waits for.
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

/** Each begins where a binding may. What is no sum of parts is written where it stays, however large. */
function bytesOf(sums: readonly Parts[]): number {
  return sums.reduce((total, { parts, stride }) => total + (parts === 1 ? 0 : 4 * parts * stride + sliceAlignment), 0);
}

function stackedBytes({ parts, shapes, stride, distance }: StackedSum): number {
  return 4 * Math.max(parts * stride, shapes.length * distance);
}

const deferredSums = new WeakMap<SlicedBackend, DeferredSums>();

/** Of a backend, with room for so many bytes: what has room must not be added up before it is written. */
function deferredSumsFor(backend: SlicedBackend, bytes: number): DeferredSums {
  let later = deferredSums.get(backend);
  if (later === undefined) {
    later = new DeferredSums(backend);
    deferredSums.set(backend, later);
  }
  // Gradients that were thrown away leave their room to the next, in the same place each time.
  if (!later.isWanted || !later.hasRoom(bytes)) later.compute();
  if (!later.hasRoom(bytes)) throw new Error(`${bytes} bytes of parts of sums`);
  return later;
}

/** The jobs that compute the parts, for one dispatch that must follow at once, and what the sums will be in: tensors of the caller's. */
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
 * For one kernel that writes the parts of both, of which there are as many, through one binding: what the sums will be in, what to bind, and how many floats
 * behind the first one's parts those of the second begin.
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

/** As `deferSum`, of sums whose parts are stacked: the results of each in turn. */
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
