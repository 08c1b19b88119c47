/**
 * Carries out a plan: opens the device, measures what it can do at best, and then case after case,
 * with all peers in turns.
 */

import { adapterInfo, adapterName } from '../../src/ml/device/adapter.ts';
import { requestAdapter } from '../../src/ml/device/request-device.ts';
import { wantedOf } from '../../src/ml/device/wanted.ts';
import { reasonOf } from '../../src/ml/errors.ts';
import { type Case, type CaseName, cases } from '../cases/case.ts';
import { type LimitsMeter, measureLimits } from '../limits/measure.ts';
import { measureCase, type Refusal } from '../measure/rounds.ts';
import type { Peer, PeerName } from '../peers/peer.ts';
import { caseResultOf, rounded } from './case-result.ts';
import type { BenchEvents, Plan, Progress, Size } from './protocol.ts';

export interface PlanListener extends BenchEvents {
  /** Results so far are kept. */
  readonly signal: AbortSignal;
}

/** Largest number of rounds, ms for a case with all its peers, and shortest round in ms. */
const amounts: Readonly<Record<Size, { readonly rounds: number; readonly budget: number; readonly shortest: number }>> =
  {
    full: { rounds: 9, budget: 30_000, shortest: 200 },
    quick: { rounds: 3, budget: 8000, shortest: 50 },
  };

/** Throws `webgpu-missing` if there is no WebGPU. */
export async function measurePlan(plan: Plan, listener: PlanListener): Promise<void> {
  const { signal } = listener;
  const adapter = await requestAdapter();
  const peers: Peer[] = [];
  let meter: LimitsMeter | null = null;
  try {
    const missing: Refusal[] = [];
    for (const name of plan.peers) {
      try {
        peers.push(await openPeer(name));
      } catch (error) {
        if (name === 'ours') throw error;
        missing.push({ peer: name, reason: reasonOf(error) });
      }
    }
    const versions = new Map(peers.flatMap((peer) => Object.entries(peer.versions)));
    listener.opened({
      adapter: adapterName(await adapterInfo(adapter)),
      features: wantedOf(adapter).requiredFeatures,
      versions: [...versions],
    });
    // A software adapter takes half a minute to measure these, and `quick` is for such adapters.
    if (plan.size === 'full') {
      listener.progress({ kind: 'limits' }, 0);
      meter = await measureLimits(() => {});
      const { fma, gemm, copy, dispatch } = meter.limits;
      listener.limits({
        fma: rounded(fma),
        gemm: rounded(gemm.rate),
        copy: rounded(copy),
        dispatch: rounded(dispatch),
      });
    }
    let reached = 0;
    for (const [i, name] of plan.cases.entries()) {
      if (signal.aborted) return;
      const given = sized(name, plan.size);
      const { refused, ...measured } = await measureCase(given, peers, {
        ...amounts[plan.size],
        clock: { now: () => performance.now(), cpu: () => null },
        gemmRate: meter && (() => meter?.gemm.rate() ?? Promise.reject(new Error('no meter'))),
        signal,
        onProgress: ({ peer, round }) => {
          const progress: Progress = round
            ? { kind: 'round', case: name, peer, round: round.number, rounds: round.of }
            : { kind: 'first', case: name, peer };
          const turn = peers.findIndex(({ name }) => name === peer) / peers.length;
          // The first runs, which compile, take about as long as all rounds. The trial runs come
          // before the number of rounds is known.
          const within = round ? 0.5 + (0.5 * (round.number - 1 + turn)) / round.of : 0.5 * turn;
          reached = Math.max(reached, (i + within) / plan.cases.length);
          listener.progress(progress, reached);
        },
      });
      const result = caseResultOf(given, { ...measured, refused: [...refused, ...missing] });
      if (result.rows.length > 0 || !signal.aborted) listener.measured(result);
    }
  } finally {
    meter?.dispose();
    for (const peer of peers) await peer.dispose();
  }
}

/** Each peer is loaded when it is needed. */
async function openPeer(name: PeerName): Promise<Peer> {
  switch (name) {
    case 'ours':
    case 'stock':
    case 'webgl':
      return (await import('../peers/tfjs/peer.ts')).openTfjsPeer(name);
    case 'jax-js':
      return (await import('../peers/jax/peer.ts')).openJaxPeer();
    default:
      throw new Error(`${name} does not run in a page`);
  }
}

function sized(name: CaseName, size: Size): Case {
  const given: Case = cases[name];
  if (size === 'full') return given;
  return given.kind === 'sample' ? { ...given, batch: 2, steps: 5 } : { ...given, batch: Math.min(given.batch, 2) };
}
