/**
 * The contents of a recording: the commands that went to the device, in their order, with the
 * buffers that they name.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { BufferSlice } from '../buffers.ts';

/** A part of a buffer, in bytes. */
export interface Range {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly size: number;
}

export type Command =
  | {
      readonly kind: 'dispatch';
      readonly pipeline: GPUComputePipeline;
      readonly group: GPUBindGroup;
      /** The ranges that the group binds. */
      readonly bindings: readonly Range[];
      readonly workgroups: readonly [number, number, number];
    }
  | {
      readonly kind: 'copy';
      readonly from: GPUBuffer;
      readonly fromOffset: number;
      readonly to: GPUBuffer;
      readonly toOffset: number;
      readonly size: number;
    }
  | ({ readonly kind: 'clear' } & Range);

/**
 * A buffer from before the computation. While it holds the same tensor at the same place, the
 * commands read and write the right numbers.
 */
export interface External {
  /**
   * The variables and other tensors that it may have belonged to. A variable may have other data by
   * now, in the same place.
   */
  readonly holders: readonly { readonly dataId: tf.DataId }[];
  readonly resource: GPUBuffer | BufferSlice;
}

export interface Recording {
  readonly commands: readonly Command[];
  readonly dispatches: number;
  readonly externals: readonly External[];
  readonly result: { readonly place: BufferSlice; readonly shape: number[]; readonly dtype: tf.DataType };
  /**
   * One line for each command, and one for the result. Two runs made the device do the same if
   * their lines are equal.
   */
  readonly lines: readonly string[];
  /** Equal for two recordings that are valid as long as the same tensors stay where they are. */
  readonly holders: string;
}

/** Encodes the commands in [start, end). Successive dispatches share a pass; a copy ends it. */
export function encode(encoder: GPUCommandEncoder, commands: readonly Command[], start: number, end: number): void {
  let pass: GPUComputePassEncoder | null = null;
  let pipeline: GPUComputePipeline | null = null;
  for (let i = start; i < end; i++) {
    const command = commands[i];
    if (command === undefined) continue;
    if (command.kind === 'dispatch') {
      if (pass === null) {
        pass = encoder.beginComputePass();
        pipeline = null;
      }
      if (command.pipeline !== pipeline) {
        pipeline = command.pipeline;
        pass.setPipeline(pipeline);
      }
      pass.setBindGroup(0, command.group);
      pass.dispatchWorkgroups(...command.workgroups);
      continue;
    }
    pass?.end();
    pass = null;
    if (command.kind === 'clear') {
      encoder.clearBuffer(command.buffer, command.offset, command.size);
    } else {
      const { from, fromOffset, to, toOffset, size } = command;
      encoder.copyBufferToBuffer(from, fromOffset, to, toOffset, size);
    }
  }
  pass?.end();
}
