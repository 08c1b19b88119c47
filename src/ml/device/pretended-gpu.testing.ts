/** For tests: the real GPU, of which some fields answer something else than they do. */

export type Fields = Readonly<Record<string, unknown>>;

/**
 * Until the function returned is called, adapters and their devices answer with these fields:
 * `undefined` for what a browser does not have.
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

/** Also those that cannot be assigned to. */
function setFields(of: object, fields: Fields): void {
  for (const [name, value] of Object.entries(fields)) Object.defineProperty(of, name, { value, configurable: true });
}
