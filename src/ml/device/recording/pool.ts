import { type Buffers, sized, takeUnused } from '../buffers.ts';

/**
 * The buffers of a recording. They replace tfjs' pool while the recording is made. Nobody else gets
 * them, so every replay can write them again: within the recording a buffer passes to another
 * tensor when its tensor ends. A buffer that the host wrote keeps its numbers for all replays and
 * is never passed on.
 */
export class RecordingPool {
  readonly #all = new Set<GPUBuffer>();
  #bytes = 0;
  readonly #lent = new Set<GPUBuffer>();
  /** Buffers without a tensor, by size and usage. */
  readonly #free = new Map<string, GPUBuffer[]>();
  /** Buffers that the host wrote: uniforms, and tensors made from numbers. */
  readonly #constants = new Set<GPUBuffer>();
  /** Buffers that the recording has used since the last `reset`. */
  readonly #used = new Set<GPUBuffer>();

  /**
   * Takes over the unused buffers of tfjs' pool. A run that was computed before has left almost all
   * that the recording needs there.
   */
  constructor(
    private readonly device: GPUDevice,
    private readonly unused: Buffers,
  ) {}

  /** Size of all its buffers. */
  get bytes(): number {
    return this.#bytes;
  }

  has(buffer: GPUBuffer): boolean {
    return this.#all.has(buffer);
  }

  isConstant(buffer: GPUBuffer): boolean {
    return this.#constants.has(buffer);
  }

  /** Like tfjs' pool. A buffer that the host is to write into is always a new one. */
  acquireBuffer(size: number, usage: GPUBufferUsageFlags, mappedAtCreation = false): GPUBuffer {
    const constant = mappedAtCreation || (usage & GPUBufferUsage.UNIFORM) !== 0;
    const free = constant ? undefined : this.#free.get(kind(size, usage))?.pop();
    const buffer = free ?? this.#another(size, usage, constant, mappedAtCreation);
    (constant ? this.#constants : this.#lent).add(buffer);
    this.#used.add(buffer);
    return buffer;
  }

  releaseBuffer(buffer: GPUBuffer): void {
    if (this.#lent.delete(buffer)) this.#put(buffer);
  }

  /** Removes the buffers that are in use from the pool; they belong to their users. */
  giveUp(): GPUBuffer[] {
    const lent = [...this.#lent];
    for (const buffer of lent) this.#forget(buffer);
    this.#lent.clear();
    return lent;
  }

  /** Prepares the pool for another recording that replaces the one made from it. */
  reset(): void {
    for (const buffer of this.#lent) this.#put(buffer);
    this.#lent.clear();
    for (const buffer of this.#constants) this.#destroy(buffer);
    this.#constants.clear();
    this.#used.clear();
  }

  /** Call it when the recording is final. Destroys buffers that only an earlier recording used. */
  keepUsed(): void {
    for (const [key, buffers] of this.#free) {
      for (const buffer of buffers) if (!this.#used.has(buffer)) this.#destroy(buffer);
      this.#free.set(
        key,
        buffers.filter((buffer) => this.#used.has(buffer)),
      );
    }
  }

  dispose(): void {
    this.reset();
    for (const buffer of [...this.#free.values()].flat()) this.#destroy(buffer);
    this.#free.clear();
  }

  #another(size: number, usage: GPUBufferUsageFlags, constant: boolean, mappedAtCreation: boolean): GPUBuffer {
    const taken = constant ? undefined : takeUnused(this.unused, size, usage);
    const buffer = taken ?? sized(this.device.createBuffer({ size, usage, mappedAtCreation }), size);
    this.#all.add(buffer);
    this.#bytes += size;
    return buffer;
  }

  #put(buffer: GPUBuffer): void {
    const key = kind(buffer.size, buffer.usage);
    const others = this.#free.get(key);
    if (others) others.push(buffer);
    else this.#free.set(key, [buffer]);
  }

  /** Work that was submitted before may still use it; WebGPU waits for that. */
  #destroy(buffer: GPUBuffer): void {
    this.#forget(buffer);
    buffer.destroy();
  }

  #forget(buffer: GPUBuffer): void {
    this.#all.delete(buffer);
    this.#bytes -= buffer.size;
  }
}

function kind(size: number, usage: GPUBufferUsageFlags): string {
  return `${size} ${usage}`;
}
