import { type Buffers, sized, takeUnused } from '../buffers.ts';

/**
 * The buffers of a recording, in the place of tfjs' pool while it is made. Nobody else gets them, so that they can be written again at every replay: within it
 * they go from tensor to tensor as tensors end. What the host wrote into them, though, stands there for all replays: those buffers are nobody else's.
 */
export class RecordingPool {
  readonly #all = new Set<GPUBuffer>();
  #bytes = 0;
  readonly #lent = new Set<GPUBuffer>();
  /** By size and usage: those that no tensor has. */
  readonly #free = new Map<string, GPUBuffer[]>();
  /** Written by the host: uniforms, numbers that a tensor was made of. */
  readonly #constants = new Set<GPUBuffer>();
  /** Buffers that the recording has used since the last `reset`. */
  readonly #used = new Set<GPUBuffer>();

  /** Takes over what is unused in tfjs' pool: a run that was computed before left there nearly all that its recording needs. */
  constructor(
    private readonly device: GPUDevice,
    private readonly unused: Buffers,
  ) {}

  /** Of all its buffers. */
  get bytes(): number {
    return this.#bytes;
  }

  has(buffer: GPUBuffer): boolean {
    return this.#all.has(buffer);
  }

  isConstant(buffer: GPUBuffer): boolean {
    return this.#constants.has(buffer);
  }

  /** As tfjs' pool does; where the host is to write into it, always another one. */
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

  /** What is lent goes to whoever has it, and is no longer the pool's. */
  giveUp(): GPUBuffer[] {
    const lent = [...this.#lent];
    for (const buffer of lent) this.#forget(buffer);
    this.#lent.clear();
    return lent;
  }

  /** For another recording in the place of the one that was made of it. */
  reset(): void {
    for (const buffer of this.#lent) this.#put(buffer);
    this.#lent.clear();
    for (const buffer of this.#constants) this.#destroy(buffer);
    this.#constants.clear();
    this.#used.clear();
  }

  /** The recording is final: buffers that only an earlier one used are destroyed. */
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

  /** What was submitted before may still use it: WebGPU waits. */
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
