/**
 * Networks that are sampled from beside the run: shipped models, or kept checkpoints. They are
 * never trained. Their weights stay on the device until they are closed, so a second picture needs
 * no loading and reuses the recording of the forward pass.
 */
import type { Checkpoint } from '../ml/checkpoint/checkpoint.ts';
import { freeUnusedMemory } from '../ml/device/current-backend.ts';
import { PlaygroundError } from '../ml/errors.ts';
import type { Reason } from '../ml/reasons.ts';
import type { ModelId, NetworkReport, OpenedModel } from '../workers/protocol.ts';
import { loadNetwork } from './load-network.ts';
import type { CheckedLock } from './lock.ts';
import type { NetworkSnapshot } from './network.ts';
import { numbersOf } from './tensors.ts';

/** Most models open at once: a race has four, and the page shows one more. */
const mostOpen = 8;

/** A network that can be looked at, in its state under one lock. */
export interface Looked {
  readonly network: NetworkReport;
  /** Number of optimizer steps that it was trained for, as far as known. */
  readonly step: number;
  /** Release the result with its `dispose`. */
  networkSnapshot(weights: 'ema' | 'raw'): NetworkSnapshot;
}

interface Entry extends Looked {
  /** Number of calls that sample from it. */
  users: number;
  closed: boolean;
  readonly opened: NetworkSnapshot;
}

export class OpenModels {
  readonly #entries = new Map<ModelId, Entry>();
  #made = 0;

  /** `device`: the lock of everything that uses a network. */
  constructor(private readonly device: CheckedLock) {}

  /**
   * Throws `model-config`, `scheduler-config` or `out-of-memory`, and `value-invalid` if too many
   * are open.
   */
  async open(checkpoint: Checkpoint): Promise<OpenedModel> {
    if (this.#entries.size >= mostOpen) {
      const allowed: Reason = { code: 'at-once', most: mostOpen };
      throw new PlaygroundError('value-invalid', { name: 'models', value: String(mostOpen + 1), allowed });
    }
    const { network: description, weights, training } = checkpoint;
    const { setOf, trainedOn } = await import('../ml/checkpoint/trained-on.ts');
    const loaded = await loadNetwork(description, trainedOn(checkpoint));
    const opened = await this.device.take(() => loaded.open(numbersOf(weights)));
    const { facts, shape, classes, needsClass } = loaded;
    // An opened model has one set of weights: the averaged ones if training averaged.
    const network = { ...facts, shape, classes, needsClass, hasEma: false };
    const step = training?.progress.step ?? 0;
    const entry: Entry = {
      network,
      step,
      opened,
      users: 0,
      closed: false,
      networkSnapshot: () => {
        entry.users += 1;
        return { ...opened, dispose: () => this.#leave(entry) };
      },
    };
    this.#made += 1;
    this.#entries.set(this.#made, entry);
    return { model: this.#made, network, step, dataSet: setOf(checkpoint) };
  }

  /** Throws `model-closed`. */
  get(model: ModelId): Looked {
    const entry = this.#entries.get(model);
    if (!entry) throw new PlaygroundError('model-closed');
    return entry;
  }

  /** Frees it once no call samples from it. Does nothing if it is closed already. */
  async close(model: ModelId): Promise<void> {
    const entry = this.#entries.get(model);
    if (!entry) return;
    this.#entries.delete(model);
    entry.closed = true;
    await this.device.take(() => this.#free(entry));
  }

  /** Frees all with the device, when the engine ends. */
  closeAll(): void {
    for (const entry of this.#entries.values()) entry.opened.dispose();
    this.#entries.clear();
  }

  #leave(entry: Entry): void {
    entry.users -= 1;
    this.#free(entry);
  }

  #free(entry: Entry): void {
    if (!entry.closed || entry.users > 0) return;
    entry.opened.dispose();
    freeUnusedMemory();
  }
}
