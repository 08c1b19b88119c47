/**
 * A kernel of ours as a pipeline in the queue of tfjs' WebGPU backend. tfjs' `runWebGPUProgram`
 * writes one new tensor per dispatch and makes a uniform buffer for it; this writes several, or
 * changes one in place, and reuses its uniform buffers. Sizes are uniforms, not part of the source,
 * so one pipeline serves all shapes: a first step has to wait for compiling.
 */
import * as tf from '@tensorflow/tfjs-core';
import { queueOf } from '../../device/backend-queue.ts';
import type { BufferSlice } from '../../device/buffers.ts';
import type { SlicedBackend } from '../../device/current-backend.ts';
import { keepNumbers } from '../../device/kept-buffers.ts';
import { type UniformTypes, type UniformValues, uniformBytes, uniformFields } from './uniform-struct.ts';

export type ElementType = 'f32' | 'vec2<f32>' | 'vec4<f32>' | 'f16' | 'vec4<f16>' | 'u32' | 'i32';

export interface ComputeProgram {
  /** Equal keys mean equal sources. */
  readonly key: string;
  /** Invocations of a workgroup. */
  readonly workgroup: number;
  /** The names that the source uses: `uniforms.name`, and arrays of these elements. */
  readonly uniforms: UniformTypes;
  readonly reads: Readonly<Record<string, ElementType>>;
  readonly writes: Readonly<Record<string, ElementType>>;
  /**
   * WGSL that defines `main` with the parameters of `takes`. Evaluated once, when the program is
   * compiled.
   */
  readonly source: string | (() => string);
  /**
   * The parameters of `main`: `fn main(workgroup : u32, lane : u32)`, where an invocation's number
   * is `workgroup * workgroupSize + lane`, or `fn main(index : i32)`, which gets that number.
   */
  readonly takes?: 'workgroup and lane' | 'index';
  /**
   * The reads and writes that may be tensors in half precision (see `half/`); all others are
   * widened before. The source reads their elements through `f32(...)` or `vec4<f32>(...)` and
   * writes `stored_name(...)`; these conversions do nothing where elements are floats already.
   */
  readonly halves?: readonly string[];
  /** Whether the source calls subgroup functions; the device must have the feature. */
  readonly subgroups?: boolean;
}

/** A tensor, a buffer that tfjs does not know, or a part of a buffer. */
export type Bound = tf.TensorInfo | GPUBuffer | BufferSlice;

export interface Dispatch {
  /**
   * Sizes and the like; each combination of values is kept on the device. Numbers that change from
   * step to step belong into a live tensor.
   */
  readonly uniforms: UniformValues;
  readonly reads: Readonly<Record<string, Bound>>;
  readonly writes: Readonly<Record<string, Bound>>;
  /**
   * `main` is called for at least this many workgroups, and for a few more where they do not fill
   * the last row of the adapter's grid.
   */
  readonly workgroups: number;
}

interface Compiled {
  readonly layout: GPUBindGroupLayout;
  readonly pipeline: GPUComputePipeline;
}

/** Everything made for a backend; it lives as long as the backend. */
interface Made {
  readonly programs: Map<string, Compiled>;
  /** Programs that have been compiled, or are being compiled, before their first use. */
  readonly ahead: Set<string>;
  readonly uniforms: Map<string, GPUBuffer>;
  /** By key; used only where sources are checked. */
  readonly sources: Map<string, { readonly source: string; readonly programs: WeakSet<ComputeProgram> }>;
}
const made = new WeakMap<SlicedBackend, Made>();

function madeFor(backend: SlicedBackend): Made {
  let found = made.get(backend);
  if (found === undefined) {
    found = { programs: new Map(), ahead: new Set(), uniforms: new Map(), sources: new Map() };
    made.set(backend, found);
  }
  return found;
}

function completeSource({ workgroup, uniforms, reads, writes, source, takes, subgroups }: ComputeProgram): string {
  const elements = Object.values({ ...reads, ...writes });
  const bindings = [
    ...Object.entries(reads).map(([name, element]) => `var<storage, read> ${name} : array<${element}>;`),
    ...Object.entries(writes).map(([name, element]) => `var<storage, read_write> ${name} : array<${element}>;`),
  ];
  return /* wgsl */ `
    ${subgroups ? 'enable subgroups;' : ''}
    ${elements.some(isHalf) ? 'enable f16;' : ''}
    struct Uniforms { ${uniformFields(uniforms)} }
    @group(0) @binding(0) var<uniform> uniforms : Uniforms;
    ${bindings.map((binding, i) => `@group(0) @binding(${i + 1}) ${binding}`).join('\n')}
    ${Object.entries(writes)
      .map(([name, element]) => `alias stored_${name} = ${element};`)
      .join('\n')}
    const workgroupSize = ${workgroup}u;
    ${typeof source === 'string' ? source : source()}
    @compute @workgroup_size(workgroupSize)
    fn start(
      @builtin(workgroup_id) id : vec3<u32>,
      @builtin(num_workgroups) counts : vec3<u32>,
      @builtin(local_invocation_index) lane : u32,
    ) {
      let workgroup = id.y * counts.x + id.x;
      ${takes === 'index' ? 'main(i32(workgroup * workgroupSize + lane));' : 'main(workgroup, lane);'}
    }
  `;
}

let checksSources = false;

/** For tests: from now on two programs with the same key and different sources throw. */
export function checkSources(): void {
  checksSources = true;
}

function requireOneSource({ sources }: Made, program: ComputeProgram): void {
  const { key } = program;
  const known = sources.get(key);
  if (known?.programs.has(program)) return;
  const given = completeSource(program);
  if (known === undefined) sources.set(key, { source: given, programs: new WeakSet([program]) });
  else if (known.source !== given) throw new Error(`two sources have the key "${key}":\n${known.source}\n${given}`);
  else known.programs.add(program);
}

function isHalf(element: ElementType): boolean {
  return element === 'f16' || element === 'vec4<f16>';
}

const halfOf: Partial<Record<ElementType, ElementType>> = { f32: 'f16', 'vec4<f32>': 'vec4<f16>' };

/** The program for tensors of which the named ones are in half precision: another pipeline. */
function narrowed(program: ComputeProgram, names: readonly string[]): ComputeProgram {
  if (names.length === 0) return program;
  const elements = (of: Readonly<Record<string, ElementType>>) =>
    Object.fromEntries(
      Object.entries(of).map(([name, element]) => [
        name,
        names.includes(name) ? (halfOf[element] ?? element) : element,
      ]),
    );
  const { key, reads, writes } = program;
  return { ...program, key: `${key}, half ${names.join()}`, reads: elements(reads), writes: elements(writes) };
}

function describe(device: GPUDevice, program: ComputeProgram) {
  const types: GPUBufferBindingType[] = [
    'uniform',
    ...Object.keys(program.reads).map(() => 'read-only-storage' as const),
    ...Object.keys(program.writes).map(() => 'storage' as const),
  ];
  // An explicit layout, because an automatic one drops bindings that the source does not use.
  const layout = device.createBindGroupLayout({
    entries: types.map((type, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } })),
  });
  const descriptor: GPUComputePipelineDescriptor = {
    label: program.key,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: {
      module: device.createShaderModule({ label: program.key, code: completeSource(program) }),
      entryPoint: 'start',
    },
  };
  return { layout, descriptor };
}

function compiled({ device }: SlicedBackend, { programs }: Made, program: ComputeProgram): Compiled {
  const known = programs.get(program.key);
  if (known) return known;
  const { layout, descriptor } = describe(device, program);
  const made = { layout, pipeline: device.createComputePipeline(descriptor) };
  programs.set(program.key, made);
  return made;
}

/**
 * Starts compiling. If the program is dispatched before this has finished, it is compiled again.
 */
function compileAhead({ device }: SlicedBackend, { programs, ahead }: Made, program: ComputeProgram): void {
  const { key } = program;
  if (programs.has(key) || ahead.has(key)) return;
  ahead.add(key);
  const { layout, descriptor } = describe(device, program);
  device.createComputePipelineAsync(descriptor).then(
    (pipeline) => {
      if (!programs.has(key)) programs.set(key, { layout, pipeline });
    },
    // It was given up, or the caller that waits for it reports the failure (see `dryRun`).
    () => ahead.delete(key),
  );
}

function uniformBuffer(backend: SlicedBackend, program: ComputeProgram, { uniforms }: Dispatch): GPUBuffer {
  const bytes = uniformBytes(program.uniforms, uniforms);
  const kept = madeFor(backend).uniforms;
  const key = bytes.join();
  let buffer = kept.get(key);
  if (buffer === undefined) {
    buffer = keepNumbers(backend, bytes, GPUBufferUsage.UNIFORM, () => kept.delete(key));
    kept.set(key, buffer);
  }
  return buffer;
}

function standsInHalf(backend: SlicedBackend, bound: Bound | undefined): boolean {
  return bound !== undefined && 'dataId' in bound && backend.isHalf(bound.dataId);
}

/** `asItStands`: without widening, if it is in half precision. */
function bind(backend: SlicedBackend, bound: Bound | undefined, name: string, asItStands: boolean): GPUBindingResource {
  if (bound === undefined) throw new Error(`nothing bound to ${name}`);
  if (bound instanceof GPUBuffer) return { buffer: bound };
  if (!('dataId' in bound)) return bound;
  // This also widens it.
  if (!asItStands) backend.uploadToGPU(bound.dataId);
  const queue = queueOf(backend);
  // Otherwise the buffer might pass to another tensor while commands that use it still wait.
  queue.commandQueueOwnedIds.add(bound.dataId);
  return queue.tensorToBinding(bound);
}

/**
 * Adds the program to the backend's queue; nothing has been computed when this returns. Throws if a
 * name has nothing bound to it.
 */
export function dispatch(backend: SlicedBackend, general: ComputeProgram, call: Dispatch): void {
  const made = madeFor(backend);
  const operands = { ...call.reads, ...call.writes };
  const halves = (general.halves ?? []).filter((name) => standsInHalf(backend, operands[name]));
  const program = narrowed(general, halves);
  if (checksSources) requireOneSource(made, program);
  const bound = (name: string) => bind(backend, operands[name], name, halves.includes(name));
  // Must run before the pass begins: an upload is a copy, which ends the pass.
  const tensors: GPUBindingResource[] = [
    ...Object.keys(program.reads).map(bound),
    ...Object.keys(program.writes).map(bound),
  ];
  // tfjs' flag, which its own programs follow: only compile (see `dryRun`).
  if (tf.env().getBool('WEBGPU_ENGINE_COMPILE_ONLY')) {
    compileAhead(backend, made, program);
    return;
  }
  const { layout, pipeline } = compiled(backend, made, program);
  const resources = [{ buffer: uniformBuffer(backend, program, call) }, ...tensors];
  const group = backend.device.createBindGroup({
    layout,
    entries: resources.map((resource, binding) => ({ binding, resource })),
  });
  const queue = queueOf(backend);
  backend.ensureCommandEncoderReady();
  queue.computePassEncoder ??= queue.commandEncoder?.beginComputePass() ?? null;
  const pass = queue.computePassEncoder;
  if (pass === null) throw new Error('the backend has no command encoder');
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  const columns = Math.min(call.workgroups, backend.facts.limits.maxComputeWorkgroupsPerDimension);
  pass.dispatchWorkgroups(columns, Math.ceil(call.workgroups / columns));
  queue.dispatchCountInPass++;
  if (queue.dispatchCountInPass >= backend.pace.dispatches) {
    backend.endComputePassEncoder();
    backend.submitQueue();
  }
}
