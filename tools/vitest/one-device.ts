/**
 * For test files that open one engine after another: all files in a process share one real device,
 * so that a program compiled for one engine is available for the next. A software adapter compiles
 * for two to five seconds per engine, which is most of the time of such a test. Compiling, and what
 * a destroyed or lost device takes with it, are tested where each test has its own device
 * (`src/ml/device`, `src/engine/preparation.test.ts`, the pages).
 */

import { setMaxListeners } from 'node:events';
import { afterAll } from 'vitest';

/**
 * The device of this process. It is not destroyed, because the next file needs it; it ends with the
 * process.
 */
let device: Promise<GPUDevice> | null = null;

/**
 * Call it before the first engine is opened, in a file whose tests neither destroy nor wrap a
 * device.
 */
export async function shareOneDevice(): Promise<void> {
  const adapter = await navigator.gpu.requestAdapter();
  const prototype = adapter && Object.getPrototypeOf(adapter);
  const requestDevice: GPUAdapter['requestDevice'] = prototype.requestDevice;
  prototype.requestDevice = function (this: GPUAdapter, descriptor?: GPUDeviceDescriptor) {
    device ??= requestDevice.call(this, descriptor).then((made) => {
      setMaxListeners(0, made); // each engine adds one
      return remembering(made);
    });
    return device;
  };
  afterAll(() => {
    prototype.requestDevice = requestDevice;
  });
}

/** A device that returns earlier objects for equal requests, and is destroyed with its process. */
function remembering(device: GPUDevice): GPUDevice {
  const made = new Map<string, unknown>();
  const identities = new Map<unknown, number>();
  const identity = (object: unknown): number => {
    const known = identities.get(object) ?? identities.size;
    identities.set(object, known);
    return known;
  };
  function once<Made>(key: string, make: () => Made): Made {
    if (!made.has(key)) made.set(key, make());
    return made.get(key) as Made;
  }
  const { createShaderModule, createBindGroupLayout, createPipelineLayout } = device;
  const { createComputePipeline, createComputePipelineAsync } = device;
  const pipelineKey = ({ layout, compute }: GPUComputePipelineDescriptor): string => {
    const { module, entryPoint, constants } = compute;
    const of = layout === 'auto' ? layout : identity(layout);
    return `${of} ${identity(module)} ${entryPoint} ${JSON.stringify(constants ?? {})}`;
  };
  const methods: Partial<GPUDevice> = {
    createShaderModule: (descriptor) =>
      once(`shader ${descriptor.code}`, () => createShaderModule.call(device, descriptor)),
    createBindGroupLayout: (descriptor) =>
      once(`layout ${JSON.stringify(descriptor.entries)}`, () => createBindGroupLayout.call(device, descriptor)),
    createPipelineLayout: (descriptor) =>
      once(`pipeline layout ${[...descriptor.bindGroupLayouts].map(identity)}`, () =>
        createPipelineLayout.call(device, descriptor),
      ),
    createComputePipeline: (descriptor) =>
      once(`pipeline ${pipelineKey(descriptor)}`, () => createComputePipeline.call(device, descriptor)),
    createComputePipelineAsync(descriptor) {
      const key = `pipeline ${pipelineKey(descriptor)}`;
      if (made.has(key)) return Promise.resolve(made.get(key) as GPUComputePipeline);
      return createComputePipelineAsync.call(device, descriptor).then((pipeline) => once(key, () => pipeline));
    },
    destroy: () => undefined,
  };
  // Configurable, because the engine wraps the device in proxies.
  for (const [name, value] of Object.entries(methods))
    Object.defineProperty(device, name, { value, configurable: true });
  return device;
}
