/**
 * Counts the WebGPU calls of all devices while something runs, by wrapping the classes' methods.
 */
import { median } from '../../measure/statistics.ts';
import type { CommandFigures } from '../peer.ts';

type Counted = Exclude<keyof CommandFigures, 'scriptMs' | 'notReplayed' | 'stepBytes'>;
export type CountedCommands = Omit<CommandFigures, 'notReplayed' | 'stepBytes'>;

/** `step` submits one round and resolves when it is done. The median of a few rounds. */
export async function countCommands(step: () => Promise<unknown>): Promise<CountedCommands> {
  const rounds = 5;
  const script: number[] = [];
  const counts = new Map<Counted, number[]>();
  for (let i = 0; i < rounds; i++) {
    const { counted, stop } = startCounting();
    const start = performance.now();
    let done: Promise<unknown>;
    try {
      done = step();
      // The time before it first waits; if it reads a loss, that is all of its JavaScript.
      script.push(performance.now() - start);
      await done;
    } finally {
      stop();
    }
    for (const [name, count] of counted) counts.set(name, [...(counts.get(name) ?? []), count]);
  }
  const of = (name: Counted) => median(counts.get(name) ?? [0]);
  return {
    dispatches: of('dispatches'),
    submits: of('submits'),
    passes: of('passes'),
    bindGroups: of('bindGroups'),
    buffersCreated: of('buffersCreated'),
    bufferWrites: of('bufferWrites'),
    scriptMs: median(script),
  };
}

function startCounting(): { readonly counted: ReadonlyMap<Counted, number>; stop(): void } {
  const counted = new Map<Counted, number>();
  const restores: (() => void)[] = [];
  const count = <Name extends string>(
    owner: { [key in Name]: (...args: never[]) => unknown },
    method: Name,
    as: Counted,
  ) => {
    counted.set(as, counted.get(as) ?? 0);
    const original = owner[method];
    owner[method] = function (this: unknown, ...args: never[]) {
      counted.set(as, (counted.get(as) ?? 0) + 1);
      return original.apply(this, args);
    };
    restores.push(() => {
      owner[method] = original;
    });
  };
  count(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', 'dispatches');
  count(GPUQueue.prototype, 'submit', 'submits');
  count(GPUCommandEncoder.prototype, 'beginComputePass', 'passes');
  count(GPUDevice.prototype, 'createBindGroup', 'bindGroups');
  count(GPUDevice.prototype, 'createBuffer', 'buffersCreated');
  count(GPUQueue.prototype, 'writeBuffer', 'bufferWrites');
  return {
    counted,
    stop() {
      for (const restore of restores) restore();
    },
  };
}
