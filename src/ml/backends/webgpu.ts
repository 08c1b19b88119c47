/**
 * tfjs' WebGPU backend on a `GPUDevice` that we open ourselves, so that we control its limits,
 * features, loss and errors.
 */

import { adapterFacts, completeFields } from '../device/adapter.ts';
import type { OpenedBackend } from '../device/device.ts';
import { answerOf, requestAdapter, requestDevice } from '../device/request-device.ts';
import { SlicedBackend } from '../device/sliced-backend.ts';
import { PlaygroundError } from '../errors.ts';
import { replaceKernels } from '../kernels/shared/register-kernel.ts';
import { activateBackend } from './register.ts';
import { webgpuKernels } from './webgpu-kernels.ts';

export async function openWebGPU(): Promise<OpenedBackend> {
  const adapter = await requestAdapter();
  const device = await requestDevice(adapter, 'diffusion playground');
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
  try {
    // Probe before anything is submitted: a submit during the probe would make a late device look
    // prompt. The probe fails if the device is lost, which is reported elsewhere.
    const probed = backend.answers.probe().catch(() => {});
    await answerOf('onSubmittedWorkDone', probed);
    await activateBackend('webgpu', backend);
    replaceKernels('webgpu', webgpuKernels(facts));
  } catch (error) {
    disposed = true; // nobody uses the device yet, so destroying it is not a loss
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
