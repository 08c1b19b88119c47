/**
 * Networks that are sampled from beside the run: models that ship, or kept checkpoints. Their weights stay on the device until they are closed, so a
 * second picture needs no loading, and the recording of a forward pass is used again. They are never trained.
 */
import type { Checkpoint } from '../ml/checkpoint/checkpoint.ts';
import { setOf, trainedOn } from '../ml/checkpoint/trained-on.ts';
import { freeUnusedMemory } from '../ml/device/current-backend.ts';
import { PlaygroundError } from '../ml/errors.ts';
import type { ModelId, NetworkReport, OpenedModel } from '../workers/protocol.ts';
import { loadNetwork } from './load-network.ts';
import type { CheckedLock } from './lock.ts';
import type { FrozenNetwork } from './network.ts';
import { numbersOf } from './tensors.ts';

/** Open at once: a race has four, and the page shows one more. */
const mostOpen = 8;

/** A network that can be looked at, as it is in one turn of the device. */
export interface Looked {
  readonly network: NetworkReport;
  /** Optimizer steps that it has been trained for, as far as anything says. */
  readonly step: number;
  /** Release what this returns by its `dispose`. */
  frozen(weights: 'ema' | 'raw'): FrozenNetwork;
}

interface Entry extends Looked {
  /** Calls that sample from it. */
  users: number;
  closed: boolean;
  readonly frozenNetwork: FrozenNetwork;
}

export class OpenModels {
  readonly #entries = new Map<ModelId, Entry>();
  #made = 0;

  /** `device`: the turns of whatever uses a network. */
  constructor(private readonly device: CheckedLock) {}

  /** Throws `model-config`, `scheduler-config` or `out-of-memory`, and `value-invalid` where too many are open. */
  async open(checkpoint: Checkpoint): Promise<OpenedModel> {
    if (this.#entries.size >= mostOpen) {
      const allowed = `at most ${mostOpen} at once`;
      throw new PlaygroundError('value-invalid', { name: 'models', value: String(mostOpen + 1), allowed });
    }
    const { network: description, weights, training } = checkpoint;
    const loaded = await loadNetwork(description, trainedOn(checkpoint));
    const frozenNetwork = await this.device.take(() => loaded.open(numbersOf(weights)));
    const { facts, shape, classes, needsClass } = loaded;
    // What is opened has one set of weights: the averaged ones, where training averaged.
    const network = { ...facts, shape, classes, needsClass, hasEma: false };
    const step = training?.progress.step ?? 0;
    const entry: Entry = {
      network,
      step,
      frozenNetwork,
      users: 0,
      closed: false,
      frozen: () => {
        entry.users += 1;
        return { ...frozenNetwork, dispose: () => this.#leave(entry) };
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

  /** Frees it once no call samples from it. What is closed already is left alone. */
  async close(model: ModelId): Promise<void> {
    const entry = this.#entries.get(model);
    if (!entry) return;
    this.#entries.delete(model);
    entry.closed = true;
    await this.device.take(() => this.#free(entry));
  }

  /** With the device, when the engine ends. */
  closeAll(): void {
    for (const entry of this.#entries.values()) entry.frozenNetwork.dispose();
    this.#entries.clear();
  }

  #leave(entry: Entry): void {
    entry.users -= 1;
    this.#free(entry);
  }

  #free(entry: Entry): void {
    if (!entry.closed || entry.users > 0) return;
    entry.frozenNetwork.dispose();
    freeUnusedMemory();
  }
}
