/** The page's side of the import worker, which starts at the first call. */
import { createBirpc } from 'birpc';
import { PlaygroundError } from '../../ml/errors.ts';
import { channelOver } from '../channel.ts';
import { watchForDeath } from '../death-watch.ts';
import type { ImportCommands, ImportEvents, ImportService } from './protocol.ts';

export interface ImportClient {
  readonly call: ImportCommands;
  /** Ends the worker and frees everything in it; pending calls fail with `cancelled`. */
  close(): void;
}

/**
 * If the worker cannot be loaded, its calls fail with `part-missing`. If it dies, they fail with
 * `own-import-died`, and `onDeath` is called.
 */
export function startImport(events: ImportEvents, onDeath: () => void): ImportClient {
  const worker = new Worker(new URL('./import.worker.ts', import.meta.url), { type: 'module' });
  const call = createBirpc<ImportService, ImportEvents>(events, {
    ...channelOver(worker, []),
    timeout: -1, // thousands of photographs take minutes
  });
  const listening = new AbortController();
  const end = (error: PlaygroundError): void => {
    listening.abort();
    call.$close(error);
    worker.terminate();
  };
  watchForDeath(worker, {
    holdForLife: (lockName) => call.holdForLife(lockName),
    locks: navigator.locks,
    signal: listening.signal,
    onDeath(detail) {
      if (listening.signal.aborted) return;
      end(
        detail === null
          ? new PlaygroundError('part-missing', { part: 'import.worker' })
          : new PlaygroundError('own-import-died', {}, { cause: new Error(detail) }),
      );
      onDeath();
    },
    onUncaught: (message) => {
      throw new PlaygroundError('bug', { message }); // to `window.onerror`, like any uncaught error
    },
  });
  return { call, close: () => end(new PlaygroundError('cancelled')) };
}
