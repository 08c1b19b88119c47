/**
 * A case on several peers, interleaved: A B C A B C, in one process, so that a machine that drifts
 * (heat, neighbours) does not favour one of them. How many rounds there are follows from how long
 * they take and how much time there is.
 */
import { reasonOf } from '../../src/ml/errors.ts';
import { quoted, type Reason } from '../../src/ml/reasons.ts';
import type { Case } from '../cases/case.ts';
import type { CommandFigures, Peer, PeerName, Prepared } from '../peers/peer.ts';

/** What a host measures with, in ms. */
export interface Clock {
  readonly now: () => number;
  /** CPU time of this process, all threads; null where the host does not say. */
  readonly cpu: () => number | null;
}

/**
 * `round` counts from 1; null until the peers have done the case once each and it is known how many
 * there will be.
 */
export interface RoundProgress {
  readonly peer: PeerName;
  readonly round: { readonly number: number; readonly of: number } | null;
}

/** As a terminal shows it. */
export function progressLine({ peer, round }: RoundProgress): string {
  return round ? `${peer}: round ${round.number} of ${round.of}` : `${peer}: first`;
}

export interface RoundOptions {
  readonly clock: Clock;
  /** Most rounds. */
  readonly rounds: number;
  /**
   * Time for the rounds of all peers together, in ms, without compiling. Exceeded if a single round
   * of each takes longer.
   */
  readonly budget: number;
  /**
   * A round of a fast peer repeats the case for at least this many ms; otherwise the overhead
   * around a step would count.
   */
  readonly shortest: number;
  /** Called once a round, between the peers: what the adapter can do right now, GFLOP/s. */
  readonly gemmRate: (() => Promise<number>) | null;
  readonly onProgress: (progress: RoundProgress) => void;
  /** Between two peers' turns; what has been measured by then stays. */
  readonly signal: AbortSignal;
}

export interface PeerMeasurement {
  readonly peer: PeerName;
  /** ms for the case once: one number a round. */
  readonly wall: readonly number[];
  /** ms of CPU time, likewise; empty where the host does not say. */
  readonly cpu: readonly number[];
  /** How many times the case was done in each round. */
  readonly times: number;
  /** ms until the first was done: with compilation, where nothing had compiled the same before. */
  readonly first: number;
  /** Of the first: peers that do the same have the same. */
  readonly loss: number | null;
  readonly commands: CommandFigures | null;
}

export interface Refusal {
  readonly peer: PeerName;
  /** Why there is no number: it cannot express the case, or it failed. */
  readonly reason: Reason;
}

export interface CaseMeasurement {
  readonly measured: readonly PeerMeasurement[];
  readonly refused: readonly Refusal[];
  /** GFLOP/s, one number a round. */
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

/** Peers that fail are among the refused, with what they said; the others go on. */
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
    // Once each, to know how long it takes; where there is no time for more, it is the one round.
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

/** As many as there is time for, one at least. */
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
