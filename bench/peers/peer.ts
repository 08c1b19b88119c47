/**
 * The things that are compared. A peer prepares a case and then runs rounds of it; the caller takes
 * the time.
 */
import type { ReplayReport } from '../../src/ml/replay-report.ts';
import type { Case } from '../cases/case.ts';

export const peerNames = ['ours', 'stock', 'webgl', 'jax-js', 'torch-cpu', 'torch-cuda', 'torch-compiled'] as const;
export type PeerName = (typeof peerNames)[number];

/** How a table names them. */
export const peerTitles: Readonly<Record<PeerName, string>> = {
  ours: 'ours',
  stock: 'tfjs-webgpu as it comes',
  webgl: 'tfjs-webgl as it comes',
  'jax-js': '@jax-js/jax, WebGPU',
  'torch-cpu': 'PyTorch on the CPU',
  'torch-cuda': 'PyTorch on the GPU, float32',
  'torch-compiled': 'PyTorch on the GPU, float32, torch.compile',
};

export interface Peer {
  readonly name: PeerName;
  /** Of the libraries that it is made of. */
  readonly versions: Readonly<Record<string, string>>;
  /** Null, or a plain sentence that says why it cannot do this case. */
  refuses(given: Case): string | null;
  prepare(given: Case): Promise<Prepared>;
  dispose(): Promise<void>;
}

export interface Prepared {
  /**
   * Runs the case this many times, one after another, as in training: the loss of each is read
   * while the next runs. Resolves when the device has done all of it.
   */
  run(times: number): Promise<Done>;
  /** The commands of one round, if the peer can list them; after a few rounds. */
  commands?(): Promise<CommandFigures>;
  /**
   * What is replayed after this many rounds, and why the rest is not, if the peer records anything.
   */
  recordings?(rounds: number): Promise<readonly ReplayReport[]>;
  dispose(): Promise<void>;
}

export interface Done {
  /** Of the last; null where the case has none. */
  readonly loss: number | null;
  /** CPU time of another process that did the work, in ms; null: it was done in this one. */
  readonly cpuMs: number | null;
}

/** Of one round after warm-up. */
export interface CommandFigures {
  readonly dispatches: number;
  readonly submits: number;
  readonly passes: number;
  readonly bindGroups: number;
  readonly buffersCreated: number;
  readonly bufferWrites: number;
  /** Approximate GPU memory of a train step and its network; null if unknown. */
  readonly stepBytes: number | null;
  /** Time in which JavaScript kept its thread, ms: the median of a few rounds. */
  readonly scriptMs: number;
  /** Why a peer that could replay a round computes it; null where it replays, or never does. */
  readonly notReplayed: string | null;
}

/** A case in preparation on whichever of tfjs' backends is the current one. */
export interface Work {
  /**
   * One round, for counting; its synchronous part is all that it asks of the device. Null: there is
   * no such part.
   */
  readonly step: (() => Promise<unknown>) | null;
  /** What a train step takes of the GPU's memory with its network, as a dry run of it says. */
  readonly stepBytes?: number | null;
  /** So many rounds; resolves to the last one's loss. */
  run(times: number): Promise<number | null>;
  dispose(): void;
}

/** A case in preparation on @jax-js/jax. */
export interface JaxWork {
  /** One round; resolves to its loss once the device has done it. */
  step(): Promise<number>;
  dispose(): void;
}
