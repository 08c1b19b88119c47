/**
 * The backend's device, queue and buffer pool as a recording sees them. All calls pass through, and
 * those that a replay has to repeat are written down. tfjs' own programs, ours, and copies between
 * buffers all come through here.
 */
import type { Buffers } from '../buffers.ts';
import type { Command, Range } from './commands.ts';
import { overlay } from './overlay.ts';
import type { RecordingPool } from './pool.ts';

export interface Watch {
  readonly pool: RecordingPool;
  /** Bind groups that were made while it watches. */
  readonly bindings: WeakMap<GPUBindGroup, readonly Range[]>;
  /** False during work that is done only once, such as copying a result. */
  readonly writing: boolean;
  add(command: Command): void;
  /**
   * The host has written into a buffer of the pool; the numbers are a constant of the recording.
   */
  wrote(buffer: GPUBuffer, offset: number, values: ArrayBufferView): void;
  /** Something was done that cannot be repeated by the commands alone. */
  spoil(reason: string): void;
}

export function watchedDevice(device: GPUDevice, watch: Watch): GPUDevice {
  const methods: Partial<GPUDevice> = {
    queue: watchedQueue(device.queue, watch),
    createBindGroup(descriptor) {
      const group = device.createBindGroup(descriptor);
      watch.bindings.set(group, rangesOf(descriptor, watch));
      return group;
    },
    createCommandEncoder: (descriptor) => watchedEncoder(device.createCommandEncoder(descriptor), watch),
  };
  // Making pipelines, modules and buffers is not a command.
  return overlay(device, methods);
}

function rangesOf({ entries }: GPUBindGroupDescriptor, watch: Watch): Range[] {
  const ranges: Range[] = [];
  for (const { resource } of entries) {
    const binding = resource instanceof GPUBuffer ? { buffer: resource } : resource;
    if ('buffer' in binding) {
      const { buffer, offset = 0, size = buffer.size - offset } = binding;
      ranges.push({ buffer, offset, size });
    } else watch.spoil('a texture is bound');
  }
  return ranges;
}

function watchedEncoder(encoder: GPUCommandEncoder, watch: Watch): GPUCommandEncoder {
  const add = (command: Command) => {
    if (watch.writing) watch.add(command);
  };
  const methods: Partial<GPUCommandEncoder> = {
    beginComputePass(descriptor) {
      if (descriptor?.timestampWrites) watch.spoil('a kernel is timed');
      return watchedPass(encoder.beginComputePass(descriptor), watch);
    },
    // tfjs and we call it with all five arguments.
    copyBufferToBuffer(from: GPUBuffer, fromOffset: unknown, to?: unknown, toOffset?: number, size?: number) {
      if (!(to instanceof GPUBuffer) || typeof fromOffset !== 'number' || toOffset === undefined || size === undefined)
        throw new Error('a copy without offsets');
      add({ kind: 'copy', from, fromOffset, to, toOffset, size });
      encoder.copyBufferToBuffer(from, fromOffset, to, toOffset, size);
    },
    clearBuffer(buffer, offset = 0, size = buffer.size - offset) {
      add({ kind: 'clear', buffer, offset, size });
      encoder.clearBuffer(buffer, offset, size);
    },
  };
  return overlay(encoder, methods, (name) => watch.spoil(`${name} is encoded`), ['finish']);
}

function watchedPass(pass: GPUComputePassEncoder, watch: Watch): GPUComputePassEncoder {
  let pipeline: GPUComputePipeline | null = null;
  let group: GPUBindGroup | null = null;
  const methods: Partial<GPUComputePassEncoder> = {
    setPipeline(next) {
      pipeline = next;
      pass.setPipeline(next);
    },
    setBindGroup(index: number, next: GPUBindGroup | null | undefined, ...offsets: unknown[]) {
      if (index !== 0 || offsets.length > 0) watch.spoil('a second group, or offsets, are bound');
      group = next ?? null;
      pass.setBindGroup(index, group);
    },
    dispatchWorkgroups(x, y = 1, z = 1) {
      if (pipeline === null || group === null) throw new Error('a dispatch without a pipeline or a group');
      const bindings = watch.bindings.get(group);
      if (!bindings) watch.spoil('a bind group from before is used');
      else if (watch.writing) watch.add({ kind: 'dispatch', pipeline, group, bindings, workgroups: [x, y, z] });
      pass.dispatchWorkgroups(x, y, z);
    },
  };
  return overlay(pass, methods, (name) => watch.spoil(`${name} is encoded`), ['end']);
}

export function watchedQueue(queue: GPUQueue, watch: Watch): GPUQueue {
  const methods: Partial<GPUQueue> = {
    writeBuffer(buffer, offset, data, ...part: number[]) {
      if (watch.writing) {
        // A constant, which must be the same in the next run.
        if (watch.pool.isConstant(buffer))
          watch.wrote(buffer, offset, ArrayBuffer.isView(data) ? data : new Uint8Array(data));
        else watch.spoil('the host writes into a buffer');
      }
      queue.writeBuffer(buffer, offset, data, ...part);
    },
  };
  return overlay(queue, methods, (name) => watch.spoil(`${name} is queued`), ['submit', 'onSubmittedWorkDone']);
}

/** tfjs' buffer pool, replaced by the recording's while commands are written down. */
export function watchedBuffers(own: Buffers, watch: Watch): Buffers {
  const { pool } = watch;
  const methods: Partial<Buffers> = {
    acquireBuffer: (size, usage, mappedAtCreation, reuse) =>
      watch.writing
        ? pool.acquireBuffer(size, usage, mappedAtCreation)
        : own.acquireBuffer(size, usage, mappedAtCreation, reuse),
    releaseBuffer(buffer, reuse) {
      if (pool.has(buffer)) return pool.releaseBuffer(buffer);
      watch.spoil('a tensor from before is freed');
      own.releaseBuffer(buffer, reuse);
    },
  };
  return overlay(own, methods);
}
