/**
 * Several independent kernels in one dispatch (horizontal fusion): the first workgroups run the
 * first kernel, those after them the next. A layer's backward pass (the gradients of its input, its
 * weights and its bias) becomes one command, and small kernels fill the adapter together.
 */
import type { SlicedBackend } from '../../device/current-backend.ts';
import { type ComputeProgram, type Dispatch, dispatch } from './compute-program.ts';
import type { UniformTypes, UniformValues } from './uniform-struct.ts';

/** A program and its operands, before it is dispatched. */
export interface Job {
  readonly program: ComputeProgram;
  readonly call: Dispatch;
}

/** Names that a source defines belong to it, except those of the uniforms. */
const definition = /\b(?:fn|struct|alias|const|var<\w+>)\s+(\w+)/g;
/** Not a member or a component, which follows a point. */
const name = /(?<![.\w])[A-Za-z_]\w*/g;

function renamed<T>(values: Readonly<Record<string, T>>, suffix: string): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key + suffix, value]));
}

/** The source with all its own names changed, because WGSL has one scope for all functions. */
function separated({ source, reads, writes }: ComputeProgram, suffix: string): string {
  const original = typeof source === 'string' ? source : source();
  const written = Object.keys(writes);
  const own = new Set([...Object.keys(reads), ...written, ...written.map((of) => `stored_${of}`)]);
  for (const [, defined] of original.matchAll(definition)) if (defined) own.add(defined);
  return original
    .replace(name, (found) => (own.has(found) ? found + suffix : found))
    .replace(/\buniforms\.(\w+)/g, `uniforms.$1${suffix}`);
}

function invocation({ takes }: ComputeProgram, suffix: string): string {
  return takes === 'index' ? `main${suffix}(i32(own * workgroupSize + lane));` : `main${suffix}(own, lane);`;
}

/** A kernel that takes only an index does not depend on the workgroup's size. */
function resized(job: Job, workgroup: number): Job {
  const { program, call } = job;
  if (program.workgroup === workgroup || program.takes !== 'index') return job;
  return { program, call: { ...call, workgroups: Math.ceil((call.workgroups * program.workgroup) / workgroup) } };
}

/**
 * Uses as few dispatches as possible. A kernel that depends on the workgroup's size shares a
 * dispatch only with kernels of the same size. Together they bind at most as many tensors as the
 * adapter allows; eight are allowed everywhere.
 */
export function dispatchFused(backend: SlicedBackend, jobs: readonly Job[]): void {
  const bySize = new Map<number, Job[]>();
  const [first] = jobs;
  const rigid = jobs.filter(({ program }) => program.takes !== 'index');
  const common = (rigid[0] ?? first)?.program.workgroup ?? 1;
  for (const job of jobs) {
    const size = job.program.takes === 'index' ? common : job.program.workgroup;
    bySize.set(size, [...(bySize.get(size) ?? []), job]);
  }
  for (const [size, group] of bySize) {
    const { program, call } = sideBySide(group, size);
    dispatch(backend, program, call);
  }
}

function sideBySide(jobs: readonly Job[], workgroup: number): Job {
  const [first] = jobs;
  if (first && jobs.length === 1) return first;
  const parts = jobs.map((job, i) => ({ ...resized(job, workgroup), suffix: `_${i}` }));
  const merged = <T>(of: (part: Job) => Readonly<Record<string, T>>): Record<string, T> =>
    Object.assign({}, ...parts.map((part) => renamed(of(part), part.suffix)));
  const program: ComputeProgram = {
    key: `${workgroup} ${jobs.map(({ program }) => program.key).join(' beside ')}`,
    workgroup,
    uniforms: merged(({ program }): UniformTypes => ({ ...program.uniforms, workgroups: 'u32' })),
    reads: merged(({ program }) => program.reads),
    writes: merged(({ program }) => program.writes),
    halves: parts.flatMap(({ program, suffix }) => (program.halves ?? []).map((of) => of + suffix)),
    subgroups: jobs.some(({ program }) => program.subgroups),
    source: () => /* wgsl */ `
      ${parts.map(({ program, suffix }) => separated(program, suffix)).join('\n')}
      fn main(workgroup : u32, lane : u32) {
        var own = workgroup;
        ${parts
          .map(
            ({ program, suffix }) => `
        if (own < uniforms.workgroups${suffix}) {
          ${invocation(program, suffix)}
          return;
        }
        own -= uniforms.workgroups${suffix};`,
          )
          .join('')}
      }
    `,
  };
  return {
    program,
    call: {
      uniforms: merged(({ call }): UniformValues => ({ ...call.uniforms, workgroups: call.workgroups })),
      reads: merged(({ call }) => call.reads),
      writes: merged(({ call }) => call.writes),
      workgroups: parts.reduce((sum, { call }) => sum + call.workgroups, 0),
    },
  };
}
