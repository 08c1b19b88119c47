/**
 * Calls that look at a network (generating, restoring) while it may be training. They share the
 * device's lock with training and can be cancelled.
 */
import type { Turn } from '../ml/diffusion/sample.ts';
import { PlaygroundError } from '../ml/errors.ts';
import type {
  CallId,
  EngineEvents,
  GenerateRequest,
  GenerateResult,
  GenerateStep,
  NearestPictures,
  Pictures,
  RepairProgress,
  RestoreRequest,
  RestoreResult,
  Sampling,
} from '../workers/protocol.ts';
import { type CheckedLock, nextTask } from './lock.ts';
import type { Failures } from './lost-device.ts';
import type { Looked } from './open-models.ts';
import { checkedSampling, checkedWalk } from './requests.ts';
import type { Run } from './run.ts';

export class Calls {
  readonly #open = new Map<CallId, AbortController>();

  /** `device`: the lock of everything that uses the network. */
  constructor(
    private readonly device: CheckedLock,
    private readonly failures: Failures,
    private readonly events: Pick<EngineEvents, 'generating' | 'repairing'>,
  ) {}

  /**
   * Uses the network as it is when the call first gets the lock; training may go on between later
   * parts. `looked` is called when it has the lock.
   */
  generate(id: CallId, request: GenerateRequest, looked: () => Looked): Promise<GenerateResult> {
    return this.#looking(id, async (turn) => {
      const { seed, count, walk, from } = request;
      let [sampling, step]: [Sampling | null, number] = [null, 0];
      const network = await turn(async () => {
        const at = looked();
        sampling = checkedSampling(at.network, request.sampling);
        if (walk) checkedWalk(at.network, sampling, request.count, walk);
        step = at.step;
        return at.networkSnapshot(sampling?.weights ?? 'raw');
      });
      const onStep = (made: Omit<GenerateStep, 'call'>) => this.events.generating({ call: id, ...made });
      try {
        const { generatePictures } = await import('./generate-pictures.ts');
        return await generatePictures(network, {
          ...{ seed, count, sampling, step, turn, onStep },
          ...(walk && { walk }),
          ...(from && { from }),
        });
      } finally {
        network.dispose();
      }
    });
  }

  /** The same with averaged weights if there are any, because they restore better. */
  restore(id: CallId, request: RestoreRequest, looked: () => Looked): Promise<RestoreResult> {
    return this.#looking(id, async (turn) => {
      const [{ restorePictures }, { checkedRestore, parseRestore }] = await Promise.all([
        import('./restore-pictures.ts'),
        import('./restore-request.ts'),
      ]);
      const parsed = parseRestore(request);
      let step = 0;
      const network = await turn(async () => {
        const at = looked();
        checkedRestore(at.network, parsed);
        step = at.step;
        return at.networkSnapshot('ema');
      });
      const onStep = (made: Omit<GenerateStep, 'call'>) => this.events.generating({ call: id, ...made });
      try {
        const onProgress = (progress: Omit<RepairProgress, 'call'>) => this.events.repairing({ call: id, ...progress });
        return await restorePictures(network, parsed, { step, turn, onStep, onProgress });
      } finally {
        network.dispose();
      }
    });
  }

  /** Searches this run's training pictures, even if the run is replaced meanwhile. */
  nearest(id: CallId, pictures: Pictures, run: Run): Promise<NearestPictures> {
    return this.cancellable(id, async (signal) => {
      const { nearestPictures } = await import('./nearest.ts');
      return nearestPictures(run, pictures, signal);
    });
  }

  /** The call fails with code `cancelled` as soon as it has released the device. */
  cancel(id: CallId): void {
    this.#open.get(id)?.abort();
  }

  cancelAll(): void {
    for (const call of this.#open.values()) call.abort();
  }

  /** `cancel(id)` aborts its signal. */
  async cancellable<T>(id: CallId | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const call = new AbortController();
    if (id !== undefined) this.#open.set(id, call);
    try {
      return await work(call.signal);
    } catch (error) {
      throw await this.failures.causeOf(error);
    } finally {
      if (id !== undefined) this.#open.delete(id);
    }
  }

  #looking<T>(id: CallId, look: (turn: Turn) => Promise<T>): Promise<T> {
    return this.cancellable(id, async (signal) => {
      /** Ends the wait for the lock, which a slow training step may hold. */
      let giveUp = (): void => {};
      signal.addEventListener('abort', () => giveUp(), { once: true });
      const result = await look(async (part) => {
        unlessAborted(signal);
        const given = new Promise<never>((_, reject) => {
          giveUp = () => reject(new PlaygroundError('cancelled'));
        });
        const turn = this.device.take(async () => {
          unlessAborted(signal);
          giveUp = () => {};
          const result = await part(); // the result now belongs to the caller, so nothing may throw from here on
          await nextTask(); // where a cancellation arrives
          return result;
        });
        return Promise.race([turn, given]);
      });
      unlessAborted(signal);
      return result;
    });
  }
}

/** Throws `cancelled`. */
export function unlessAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new PlaygroundError('cancelled');
}
