/**
 * Whether the device did what it was asked to do. WebGPU throws nothing when memory runs out: a
 * buffer that could not be made is invalid, commands that use it are dropped, and an error arrives
 * later, in the scope that was open when the call was made.
 */
import { PlaygroundError } from '../errors.ts';
import { webgpuBackend } from './current-backend.ts';

const filters = ['validation', 'internal', 'out-of-memory'] as const satisfies readonly GPUErrorFilter[];

/**
 * Browsers' message for a buffer beyond the device's limit. To a visitor this is the same as no
 * memory.
 */
const tooLarge = /buffer size/i;

export interface ErrorScope {
  /**
   * Call it when all work of the scope has been given to the device. Resolves with `out-of-memory`,
   * or with null if there was memory or the device is lost. After `out-of-memory`, kept buffers
   * made in the scope are forgotten and unused buffers are destroyed, because some of them may be
   * invalid. Errors that memory does not explain are passed on to the device's listeners, as if
   * there were no scope.
   */
  end(): Promise<PlaygroundError | null>;
}

/** The device's scopes are a stack: a scope that was opened later must end earlier. */
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

/** A buffer that is mapped at creation does throw when there is no memory for it. */
export function memoryErrorOf(error: unknown): unknown {
  return error instanceof RangeError ? new PlaygroundError('out-of-memory', {}, { cause: error }) : error;
}

/**
 * Resolves with the result of `work` if the device had memory for it. Otherwise rejects with
 * `out-of-memory`, or with the error of `work`, and disposes of a result that has a `dispose`.
 * Nobody else may use the device meanwhile.
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
  // The buffers of disposed tensors are in the pool by now.
  webgpuBackend()?.freeUnused(0);
  throw error;
}

function isDisposable(value: unknown): value is { dispose(): void } {
  return typeof value === 'object' && value !== null && 'dispose' in value && typeof value.dispose === 'function';
}
