/**
 * A kernel of ours as a pipeline of its own in the queue of tfjs' WebGPU backend. tfjs' `runWebGPUProgram` writes one new tensor a dispatch, and makes a
 * uniform buffer for it; this writes several, or changes one in place, and keeps what it made. Sizes are uniforms: the text depends on nothing but what is
 * written into it, so one pipeline serves all shapes, and compiling is what a first step waits for.
 */
import * as tf from '@tensorflow/tfjs-core';
import { queueOf } from '../device/backend-queue.ts';
import type { BufferSlice } from '../device/buffers.ts';
import type { SlicedBackend } from '../device/current-backend.ts';
import { keepNumbers } from '../device/kept-buffers.ts';
import { type UniformTypes, type UniformValues, uniformBytes, uniformFields } from './uniform-struct.ts';

export type ElementType = 'f32' | 'vec2<f32>' | 'vec4<f32>' | 'f16' | 'vec4<f16>' | 'u32' | 'i32';

export interface ComputeProgram {
  /** Equal keys, equal programs. */
  readonly key: string;
  /** Invocations of a workgroup. */
  readonly workgroup: number;
  /** What the text uses by name: `uniforms.name`, and arrays of these elements. */
  readonly uniforms: UniformTypes;
  readonly reads: Readonly<Record<string, ElementType>>;
  readonly writes: Readonly<Record<string, ElementType>>;
  /** WGSL that defines `main`, as `takes` says. Asked for once, when it is compiled. */
  readonly text: string | (() => string);
  /**
   * What `main` is given: `fn main(workgroup : u32, lane : u32)`, where an invocation's number is `workgroup * workgroupSize + lane`, or
   * `fn main(index : i32)`, that number itself.
   */
  readonly takes?: 'workgroup and lane' | 'index';
  /**
   * Which of its reads and writes may be tensors in half precision (see `half/`); all others are widened before. The text reads their elements through
   * `f32(...)` or `vec4<f32>(...)` and writes `stored_name(...)`, conversions that do nothing where elements are floats already.
   */
  readonly halves?: readonly string[];
  /** Whether the text calls subgroup functions: the device has the feature. */
  readonly subgroups?: boolean;
}

/** A tensor, or a buffer that tfjs knows nothing of, or a part of one. */
export type Bound = tf.TensorInfo | GPUBuffer | BufferSlice;

export interface Dispatch {
  /** Sizes and the like: each combination is kept on the device. What changes from step to step is a live tensor's. */
  readonly uniforms: UniformValues;
  readonly reads: Readonly<Record<string, Bound>>;
  readonly writes: Readonly<Record<string, Bound>>;
  /** `main` is called for at least so many workgroups: where they fill a row of the adapter's grid, for a few more. */
  readonly workgroups: number;
}

interface Compiled {
  readonly layout: GPUBindGroupLayout;
  readonly pipeline: GPUComputePipeline;
}

/** What has been made for a backend, and ends with it. */
interface Made {
  readonly programs: Map<string, Compiled>;
  /** Programs that are being compiled, or have been, before they were due. */
  readonly ahead: Set<string>;
  readonly uniforms: Map<string, GPUBuffer>;
  /** By key, where sources are checked. */
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

function source({ workgroup, uniforms, reads, writes, text, takes, subgroups }: ComputeProgram): string {
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
    ${typeof text === 'string' ? text : text()}
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

/** For tests: from now on a program throws whose key another program has with another source. */
export function checkSources(): void {
  checksSources = true;
}

function requireOneSource({ sources }: Made, program: ComputeProgram): void {
  const { key } = program;
  const known = sources.get(key);
  if (known?.programs.has(program)) return;
  const given = source(program);
  if (known === undefined) sources.set(key, { source: given, programs: new WeakSet([program]) });
  else if (known.source !== given) throw new Error(`two sources have the key "${key}":\n${known.source}\n${given}`);
  else known.programs.add(program);
}

function isHalf(element: ElementType): boolean {
  return element === 'f16' || element === 'vec4<f16>';
}

const halfOf: Partial<Record<ElementType, ElementType>> = { f32: 'f16', 'vec4<f32>': 'vec4<f16>' };

/** The program for tensors of which these stand in half precision: another pipeline. */
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
  // Written out, as an automatic layout drops what a text happens not to use.
  const layout = device.createBindGroupLayout({
    entries: types.map((type, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } })),
  });
  const descriptor: GPUComputePipelineDescriptor = {
    label: program.key,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: {
      module: device.createShaderModule({ label: program.key, code: source(program) }),
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

/** Until it is there, whoever needs the program compiles another. */
function compileAhead({ device }: SlicedBackend, { programs, ahead }: Made, program: ComputeProgram): void {
  const { key } = program;
  if (programs.has(key) || ahead.has(key)) return;
  ahead.add(key);
  const { layout, descriptor } = describe(device, program);
  device.createComputePipelineAsync(descriptor).then(
    (pipeline) => {
      if (!programs.has(key)) programs.set(key, { layout, pipeline });
    },
    // Given up, or told of by whoever waits for it (see `dryRun`).
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

/** `asItStands`: in half precision, where it is. */
function bind(backend: SlicedBackend, bound: Bound | undefined, name: string, asItStands: boolean): GPUBindingResource {
  if (bound === undefined) throw new Error(`nothing bound to ${name}`);
  if (bound instanceof GPUBuffer) return { buffer: bound };
  if (!('dataId' in bound)) return bound;
  // Which also widens it.
  if (!asItStands) backend.uploadToGPU(bound.dataId);
  const queue = queueOf(backend);
  // Or the buffer might be given to another tensor while the commands that use it still wait.
  queue.commandQueueOwnedIds.add(bound.dataId);
  return queue.tensorToBinding(bound);
}

/** Puts the program into the backend's queue; nothing has been computed when this returns. Throws where a name is bound to nothing. */
export function dispatch(backend: SlicedBackend, general: ComputeProgram, call: Dispatch): void {
  const made = madeFor(backend);
  const operands = { ...call.reads, ...call.writes };
  const halves = (general.halves ?? []).filter((name) => standsInHalf(backend, operands[name]));
  const program = narrowed(general, halves);
  if (checksSources) requireOneSource(made, program);
  const bound = (name: string) => bind(backend, operands[name], name, halves.includes(name));
  // Before the pass begins: an upload is a copy, which ends it.
  const tensors: GPUBindingResource[] = [
    ...Object.keys(program.reads).map(bound),
    ...Object.keys(program.writes).map(bound),
  ];
  // tfjs' flag, which its own programs follow: nothing but compile (see `dryRun`).
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
