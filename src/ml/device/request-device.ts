/**
 * Requests a GPU from the browser. If there is none, or no answer, a `PlaygroundError` says why.
 */

import { PlaygroundError } from '../errors.ts';
import { quoted, type Reason } from '../reasons.ts';
import { wantedOf } from './wanted.ts';

function missing(reason: Reason, cause?: unknown): PlaygroundError {
  return new PlaygroundError('webgpu-missing', { reason }, { cause });
}

/**
 * How long, in ms, to wait for an answer. A GPU process that has just died, or a driver that hangs,
 * may never answer; a slow driver takes seconds to start.
 */
const answerWithinMs = 20_000;

/** Rejects with `webgpu-missing`, which names the request, if it is not answered in time. */
export async function answerOf<T>(request: string, answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeIsUp = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(missing({ code: 'no-answer', request, seconds: answerWithinMs / 1000 })),
      answerWithinMs,
    );
  });
  return Promise.race([answer, timeIsUp]).finally(() => clearTimeout(timer));
}

/** tfjs throws a TypeError if there is no adapter, so this is called first. */
export async function requestAdapter(): Promise<GPUAdapter> {
  // Missing in a page not served over https, in a browser without WebGPU, and in Node without Dawn,
  // although the types say otherwise.
  const gpu: GPU | undefined = globalThis.navigator?.gpu;
  if (gpu === undefined) throw missing({ code: 'no-navigator-gpu' });
  const adapter = await answerOf('requestAdapter', gpu.requestAdapter({ powerPreference: 'high-performance' }));
  if (adapter === null) throw missing({ code: 'no-adapter' });
  return adapter;
}

/** Requests everything that we want of the adapter. `label` appears in the driver's messages. */
export async function requestDevice(adapter: GPUAdapter, label: string): Promise<GPUDevice> {
  try {
    return await answerOf('requestDevice', adapter.requestDevice({ label, ...wantedOf(adapter) }));
  } catch (error) {
    if (error instanceof PlaygroundError) throw error;
    throw missing(quoted(error), error);
  }
}
