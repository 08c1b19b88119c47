/** Its own device, without tfjs, and the few steps that it takes to run a compute program. */
import { requestAdapter, requestDevice } from '../../src/ml/device/request-device.ts';

export interface Bound {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup | null;
  readonly workgroups: readonly [x: number, y: number];
}

export class BareDevice {
  readonly #buffers: GPUBuffer[] = [];

  private constructor(readonly device: GPUDevice) {}

  static async open(): Promise<BareDevice> {
    return new BareDevice(await requestDevice(await requestAdapter(), 'limits'));
  }

  /** Filled with small numbers that are not zero, so that products stay finite and nonzero. */
  storage(floats: number): GPUBuffer {
    const buffer = this.device.createBuffer({
      size: 4 * floats,
      usage: GPUBufferUsage.STORAGE,
      mappedAtCreation: true,
    });
    new Float32Array(buffer.getMappedRange()).fill(1 / 1024);
    buffer.unmap();
    this.#buffers.push(buffer);
    return buffer;
  }

  uniforms(values: readonly number[]): GPUBuffer {
    const buffer = this.device.createBuffer({ size: 16, usage: GPUBufferUsage.UNIFORM, mappedAtCreation: true });
    new Uint32Array(buffer.getMappedRange()).set(values);
    buffer.unmap();
    this.#buffers.push(buffer);
    return buffer;
  }

  async pipeline(code: string): Promise<GPUComputePipeline> {
    const module = this.device.createShaderModule({ code });
    return this.device.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'main' } });
  }

  /** `buffers` are bound in order, from binding 0. */
  bind(pipeline: GPUComputePipeline, buffers: readonly GPUBuffer[], workgroups: Bound['workgroups']): Bound {
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    const group = buffers.length === 0 ? null : this.#group(pipeline, entries);
    return { pipeline, group, workgroups };
  }

  /**
   * Dispatches `times` times in one pass of one submission. Resolves to `all`, the ms until the
   * device was done, and `script`, the part of them that encoding took.
   */
  async run({ pipeline, group, workgroups: [x, y] }: Bound, times: number): Promise<{ all: number; script: number }> {
    const start = performance.now();
    const encoder = this.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (let i = 0; i < times; i++) {
      pass.setPipeline(pipeline);
      if (group) pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(x, y);
    }
    pass.end();
    this.device.queue.submit([encoder.finish()]);
    const script = performance.now() - start;
    await this.device.queue.onSubmittedWorkDone();
    return { all: performance.now() - start, script };
  }

  /** Destroys all buffers made so far. */
  freeBuffers(): void {
    for (const buffer of this.#buffers.splice(0)) buffer.destroy();
  }

  dispose(): void {
    this.device.destroy();
  }

  #group(pipeline: GPUComputePipeline, entries: GPUBindGroupEntry[]): GPUBindGroup {
    return this.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  }
}
