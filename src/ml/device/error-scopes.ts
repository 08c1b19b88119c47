/**
 * Whether the device did what it was asked. WebGPU throws nothing where memory runs out: what could not be made is invalid, commands that use it are dropped,
 * and an error arrives later, in the scope that was open when the call was made.
 */
import { PlaygroundError } from '../errors.ts';
import { webgpuBackend } from './current-backend.ts';

const filters = ['validation', 'internal', 'out-of-memory'] as const satisfies readonly GPUErrorFilter[];

/** What browsers say of a buffer beyond the device's limit: to a visitor it is the same. */
const tooLarge = /buffer size/i;

export interface ErrorScope {
  /**
   * Call it when all that belongs to the scope has been given to the device. Resolves with `out-of-memory`, or with null where there was memory or the
   * device is lost. Where memory ran out what was kept for later is forgotten, and unused buffers are destroyed: some of them may be invalid. Errors that
   * memory does not explain are passed on to the device's listeners, as if there were no scope.
   */
  end(): Promise<PlaygroundError | null>;
}

/** Scopes are a stack of the device's: what is opened later must be ended earlier. */
export function openErrorScope(): ErrorScope {
  const backend = webgpuBackend();
  if (!backend) return { end: async () => null };
  const { device, keptCount } = backend;
  for (const filter of filters) device.pushErrorScope(filter);
  return {
    async end() {
      backend.flush();
      const answers = filters.map(async () => device.popErrorScope().catch(() => null));
      const errors = (await Promise.all(answers)).filter((error) => error !== null);
      const [first] = errors;
      if (!first) return null;
      const outOfMemory = errors.find((error) => error instanceof GPUOutOfMemoryError || tooLarge.test(error.message));
      if (!outOfMemory) {
        backend.onError(first);
        return null;
      }
      backend.discardSince(keptCount);
      return new PlaygroundError('out-of-memory', {}, { cause: new Error(outOfMemory.message) });
    },
  };
}

/** A buffer that the host was to write into at once does throw where there is no memory for it. */
export function memoryErrorOf(error: unknown): unknown {
  return error instanceof RangeError ? new PlaygroundError('out-of-memory', {}, { cause: error }) : error;
}

/**
 * There is memory for what `work` asks of the device, or its promise rejects: with `out-of-memory` where `work` itself noticed nothing. A result that has
 * a `dispose` is then disposed of. Nobody else may use the device meanwhile.
 */
export async function inErrorScope<T>(work: () => Promise<T> | T): Promise<T> {
  const scope = openErrorScope();
  let result: T;
  try {
    result = await work();
  } catch (error) {
    throw (await scope.end()) ?? memoryErrorOf(error);
  }
  const error = await scope.end();
  if (error === null) return result;
  if (isDisposable(result)) result.dispose();
  // What was disposed of is in the pool by now.
  webgpuBackend()?.freeUnused(0);
  throw error;
}

function isDisposable(value: unknown): value is { dispose(): void } {
  return typeof value === 'object' && value !== null && 'dispose' in value && typeof value.dispose === 'function';
}
