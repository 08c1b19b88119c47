/** For tests: the real GPU with changed fields. */

export type Fields = Readonly<Record<string, unknown>>;

/**
 * Gives adapters and their devices these fields until the returned function is called; `undefined`
 * for a field that the browser lacks.
 */
export function pretendGpu({ adapter = {}, device = {} }: { adapter?: Fields; device?: Fields }): () => void {
  const { gpu } = navigator;
  const requestAdapter = gpu.requestAdapter;
  gpu.requestAdapter = async (options) => {
    const real = await requestAdapter.call(gpu, options);
    if (real === null) return null;
    const requestDevice = real.requestDevice.bind(real);
    setFields(real, {
      requestDevice: async (descriptor?: GPUDeviceDescriptor) => {
        const made = await requestDevice(descriptor);
        setFields(made, device);
        return made;
      },
      ...adapter,
    });
    return real;
  };
  return () => {
    gpu.requestAdapter = requestAdapter;
  };
}

/** Sets read-only fields, too. */
function setFields(of: object, fields: Fields): void {
  for (const [name, value] of Object.entries(fields)) Object.defineProperty(of, name, { value, configurable: true });
}
