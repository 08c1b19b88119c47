/** tfjs' WebGPU backend on a `GPUDevice` of ours, so that limits, features, loss and errors are in our hands. */

import { adapterFacts, completeFields } from '../device/adapter.ts';
import type { OpenedBackend } from '../device/device.ts';
import { SlicedBackend } from '../device/sliced-backend.ts';
import { wantedOf } from '../device/wanted.ts';
import { PlaygroundError } from '../errors.ts';
import { replaceKernels } from '../kernels/shared/register-kernel.ts';
import { quoted, type Reason } from '../reasons.ts';
import { activateBackend } from './register.ts';
import { webgpuKernels } from './webgpu-kernels.ts';

function missing(reason: Reason, cause?: unknown): PlaygroundError {
  return new PlaygroundError('webgpu-missing', { reason }, { cause });
}

/** A GPU process that has just died, or a driver that hangs, may never answer. Starting a slow one takes seconds. */
const answerWithinMs = 20_000;

async function answerOf<T>(request: string, answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeIsUp = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(missing({ code: 'no-answer', request, seconds: answerWithinMs / 1000 })),
      answerWithinMs,
    );
  });
  return Promise.race([answer, timeIsUp]).finally(() => clearTimeout(timer));
}

/** tfjs throws a TypeError on a null adapter: ask first. */
async function requestAdapter(): Promise<GPUAdapter> {
  // A page that is not served over https, a browser without WebGPU, Node without Dawn: the types say otherwise.
  const gpu: GPU | undefined = globalThis.navigator?.gpu;
  if (gpu === undefined) throw missing({ code: 'no-navigator-gpu' });
  const adapter = await answerOf('requestAdapter', gpu.requestAdapter({ powerPreference: 'high-performance' }));
  if (adapter === null) throw missing({ code: 'no-adapter' });
  return adapter;
}

async function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  try {
    const descriptor = { label: 'diffusion playground', ...wantedOf(adapter) };
    return await answerOf('requestDevice', adapter.requestDevice(descriptor));
  } catch (error) {
    if (error instanceof PlaygroundError) throw error;
    throw missing(quoted(error), error);
  }
}

export async function openWebGPU(): Promise<OpenedBackend> {
  const adapter = await requestAdapter();
  const device = await requestDevice(adapter);
  const facts = await adapterFacts(adapter, device);
  completeFields(device, facts);
  const listeners = new Set<(error: PlaygroundError) => void>();
  const report = ({ message }: GPUError): void => {
    for (const listener of listeners) listener(new PlaygroundError('device-error', { message }));
  };
  device.addEventListener('uncapturederror', ({ error }) => report(error));
  let disposed = false;
  const lost = new Promise<PlaygroundError>((resolve) => {
    void device.lost.then((info) => {
      const text = (info.message || info.reason).replace(/\.$/, '');
      if (!disposed) resolve(new PlaygroundError('device-lost', { reason: { code: 'quoted', text } }));
    });
  });
  const backend = new SlicedBackend(device, facts);
  backend.onError = report;
  backend.answers.probe().catch(() => {}); // of a device that is lost, which is reported elsewhere
  try {
    await activateBackend('webgpu', backend);
    replaceKernels('webgpu', webgpuKernels(facts));
  } catch (error) {
    disposed = true; // it has not been lost: nobody has it
    device.destroy();
    throw error;
  }
  return {
    backend: 'webgpu',
    adapter: facts.name,
    software: facts.kind !== 'gpu',
    features: [...facts.features].sort(),
    lost,
    errors(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    async idle() {
      backend.flush();
      await backend.answers.workDone();
    },
    dispose() {
      disposed = true;
      listeners.clear();
      backend.dispose();
      device.destroy();
    },
  };
}
