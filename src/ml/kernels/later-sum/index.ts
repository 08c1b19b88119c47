/**
 * Sums in parts, whose parts are added up later. A gradient of weights is a long sum with a small result, so many invocations compute a part of it each. What
 * they found lies in one buffer until the first of the results is used, which is after the whole backward pass; then one dispatch adds up all of them, where each
 * layer by itself would take one.
 */
import * as tf from '@tensorflow/tfjs-core';
import { slotsFor } from '../../device/arena.ts';
import { sliceAlignment } from '../../device/buffer-slice.ts';
import type { SlicedBackend } from '../../device/sliced-backend.ts';
import { type Bound, dispatch } from '../compute-program.ts';
import type { Job } from '../side-by-side.ts';
import { tableOf } from '../table.ts';
import { fieldsOfSum, sumsOfParts } from './later-sum.wgsl.ts';

export interface SplitSum {
  /** 1: what the job writes is the result. */
  readonly parts: number;
  readonly shape: number[];
  /** Floats from one part to the next, a multiple of four. The result's come first. */
  readonly stride: number;
  /** Writes the parts, [parts, stride]. */
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
}

class LaterSums {
  readonly #parts: GPUBuffer;
  #waiting: Waiting[] = [];
  /** Bytes of `#parts` that hold what is waited for. */
  #used = 0;

  constructor(private readonly backend: SlicedBackend) {
    // Not from the backend's pool, which is another one while a step is recorded.
    this.#parts = backend.device.createBuffer({
      label: 'parts of sums',
      size: partsBytes,
      usage: GPUBufferUsage.STORAGE,
    });
  }

  hasRoom(bytes: number): boolean {
    return this.#used + bytes <= partsBytes;
  }

  /** Where the parts of `result` are to be written. */
  expect(result: tf.TensorInfo, { parts, stride }: SplitSum): Bound {
    const offset = this.#used;
    const size = 4 * parts * stride;
    this.#used = Math.ceil((offset + size) / sliceAlignment) * sliceAlignment;
    this.#waiting.push({ result, elements: stride / 4, parts, from: offset / float4 });
    this.backend.putOff(result.dataId, () => this.compute());
    return { buffer: this.#parts, offset, size };
  }

  compute(): void {
    const { backend } = this;
    // Those that are gone nobody waits for.
    const wanted = this.#waiting.filter(({ result }) => backend.isPutOff(result.dataId));
    this.#waiting = [];
    this.#used = 0;
    if (wanted.length === 0) return;
    const { bytes, places } = slotsFor(wanted.map(({ result }) => tf.util.sizeFromShape(result.shape)));
    const table: number[] = [];
    let workgroups = 0;
    for (const [i, { elements, parts, from }] of wanted.entries()) {
      table.push(workgroups, elements, parts, from, (places[i]?.offset ?? 0) / float4);
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

const laterSums = new WeakMap<SlicedBackend, LaterSums>();

/** The jobs that compute the parts, for one dispatch that must follow at once, and what the sums will be in: tensors of the caller's. */
export function sumLater(backend: SlicedBackend, sums: readonly SplitSum[]): { results: tf.TensorInfo[]; jobs: Job[] } {
  let later = laterSums.get(backend);
  if (later === undefined) {
    later = new LaterSums(backend);
    laterSums.set(backend, later);
  }
  const bytes = sums.reduce((total, { parts, stride }) => total + 4 * parts * stride + sliceAlignment, 0);
  // For all of them, as what has room must not be added up before it is written.
  if (!later.hasRoom(bytes)) later.compute();
  if (!later.hasRoom(bytes)) throw new Error(`${bytes} bytes of parts of sums`);
  const results: tf.TensorInfo[] = [];
  const jobs: Job[] = [];
  for (const sum of sums) {
    const result = backend.makeTensorInfo(sum.shape, 'float32');
    results.push(result);
    jobs.push(sum.job(sum.parts === 1 ? result : later.expect(result, sum)));
  }
  return { results, jobs };
}
