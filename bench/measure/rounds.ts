/**
 * Measures a case on several peers, interleaved (A B C A B C) in one process, so that a machine
 * whose speed drifts (heat, other load) does not favour one of them. The number of rounds depends
 * on how long they take and how much time there is.
 */
import { reasonOf } from '../../src/ml/errors.ts';
import { quoted, type Reason } from '../../src/ml/reasons.ts';
import type { Case } from '../cases/case.ts';
import type { CommandFigures, Peer, PeerName, Prepared } from '../peers/peer.ts';

/** The clocks of the host, in ms. */
export interface Clock {
  readonly now: () => number;
  /** CPU time of all threads of this process; null if the host cannot tell. */
  readonly cpu: () => number | null;
}

/**
 * `round` counts from 1. It is null until every peer has run the case once and the number of rounds
 * is known.
 */
export interface RoundProgress {
  readonly peer: PeerName;
  readonly round: { readonly number: number; readonly of: number } | null;
}

/** In the form that a terminal shows. */
export function progressLine({ peer, round }: RoundProgress): string {
  return round ? `${peer}: round ${round.number} of ${round.of}` : `${peer}: first`;
}

export interface RoundOptions {
  readonly clock: Clock;
  /** The largest number of rounds. */
  readonly rounds: number;
  /**
   * Time for the rounds of all peers together in ms, without compiling. It is exceeded if a single
   * round of each takes longer.
   */
  readonly budget: number;
  /**
   * In a round, a fast peer repeats the case for at least this many ms, because otherwise the
   * overhead around it would be measured, too.
   */
  readonly shortest: number;
  /** Called once per round, between the peers. Resolves to the adapter's current GFLOP/s. */
  readonly gemmRate: (() => Promise<number>) | null;
  readonly onProgress: (progress: RoundProgress) => void;
  /** Checked between two peers' turns. Results so far are kept. */
  readonly signal: AbortSignal;
}

export interface PeerMeasurement {
  readonly peer: PeerName;
  /** ms per run of the case, one number for each round. */
  readonly wall: readonly number[];
  /** CPU time in ms, in the same form; empty if the host cannot tell. */
  readonly cpu: readonly number[];
  /** How often the case was run in each round. */
  readonly times: number;
  /**
   * ms until the first run was done, including compilation unless the same had been compiled
   * before.
   */
  readonly first: number;
  /** The loss of the first run. Peers that compute the same have the same. */
  readonly loss: number | null;
  readonly commands: CommandFigures | null;
}

export interface Refusal {
  readonly peer: PeerName;
  /** Why there is no result: the peer cannot run the case, or it failed. */
  readonly reason: Reason;
}

export interface CaseMeasurement {
  readonly measured: readonly PeerMeasurement[];
  readonly refused: readonly Refusal[];
  /** GFLOP/s, one number for each round. */
  readonly gemmRates: readonly number[];
}

interface Runner {
  readonly peer: PeerName;
  readonly prepared: Prepared;
  readonly first: number;
  readonly loss: number | null;
  times: number;
  wall: number[];
  cpu: number[];
}

/** Peers that fail are listed as refused, with their message; the others go on. */
export async function measureCase(
  given: Case,
  peers: readonly Peer[],
  options: RoundOptions,
): Promise<CaseMeasurement> {
  const { clock, signal, onProgress } = options;
  const runners: Runner[] = [];
  const refused: Refusal[] = [];
  const gemmRates: number[] = [];
  const figures = new Map<PeerName, CommandFigures>();
  const fail = (peer: PeerName, error: unknown) => {
    refused.push({ peer, reason: reasonOf(error) });
  };
  try {
    for (const peer of peers) {
      if (signal.aborted) break;
      const reason = peer.refuses(given);
      if (reason !== null) {
        refused.push({ peer: peer.name, reason: quoted(reason) });
        continue;
      }
      onProgress({ peer: peer.name, round: null });
      try {
        runners.push(await warmUp(await peer.prepare(given), peer.name, options));
      } catch (error) {
        fail(peer.name, error);
      }
    }
    const takeRound = async (round: RoundProgress['round']) => {
      for (const runner of [...runners]) {
        if (signal.aborted) return;
        onProgress({ peer: runner.peer, round });
        try {
          await measureRound(runner, clock);
        } catch (error) {
          fail(runner.peer, error);
          runners.splice(runners.indexOf(runner), 1);
          await runner.prepared.dispose();
        }
      }
      if (options.gemmRate && !signal.aborted) gemmRates.push(await options.gemmRate());
    };
    // A trial run of each, to learn its duration. If there is no time for more, it counts as the
    // only round.
    await takeRound(null);
    const { shortest, rounds: most, budget } = options;
    const planned = runners.map((runner) => timesPerRound(shortest, runner.wall[0]));
    const expected = runners.reduce((sum, { wall }, i) => sum + (planned[i] ?? 1) * (wall[0] ?? 0), 0);
    const of = plannedRounds(most, budget, expected);
    if (of > 1 && !signal.aborted) {
      gemmRates.length = 0;
      for (const [i, runner] of runners.entries()) Object.assign(runner, { wall: [], cpu: [], times: planned[i] ?? 1 });
      for (let number = 1; number <= of && !signal.aborted; number++) await takeRound({ number, of });
    }
    for (const { peer, prepared } of runners) {
      if (signal.aborted) break;
      const commands = await prepared.commands?.();
      if (commands) figures.set(peer, commands);
    }
  } finally {
    for (const { prepared } of runners) await prepared.dispose();
  }
  const measured = runners
    .filter(({ wall }) => wall.length > 0)
    .map(({ peer, wall, cpu, times, first, loss }) => {
      return { peer, wall, cpu, times, first, loss, commands: figures.get(peer) ?? null };
    });
  return { measured, refused, gemmRates };
}

/** As many rounds as fit the time, at least one. */
export function plannedRounds(most: number, time: number, round: number): number {
  return Math.max(1, Math.min(most, Math.floor(time / Math.max(round, 1e-3))));
}

function timesPerRound(shortest: number, each = shortest): number {
  return Math.max(1, Math.ceil(shortest / Math.max(each, 1e-3)));
}

/** The first round, which includes compiling. */
async function warmUp(prepared: Prepared, peer: PeerName, { clock }: RoundOptions): Promise<Runner> {
  try {
    const start = clock.now();
    const { loss } = await prepared.run(1);
    const first = clock.now() - start;
    if (loss !== null && !Number.isFinite(loss)) throw new Error(`its loss is ${loss}`);
    return { peer, prepared, first, loss, times: 1, wall: [], cpu: [] };
  } catch (error) {
    await prepared.dispose();
    throw error;
  }
}

async function measureRound({ prepared, times, wall, cpu }: Runner, clock: Clock): Promise<void> {
  const [start, cpuStart] = [clock.now(), clock.cpu()];
  const { loss, cpuMs } = await prepared.run(times);
  const [end, cpuEnd] = [clock.now(), clock.cpu()];
  if (loss !== null && !Number.isFinite(loss)) throw new Error(`its loss became ${loss}`);
  wall.push((end - start) / times);
  const own = cpuStart === null || cpuEnd === null ? null : cpuEnd - cpuStart;
  const spent = cpuMs ?? own;
  if (spent !== null) cpu.push(spent / times);
}
