/** State and actions of bench.html. Components use them through `useBench` only. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand/react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type ErrorReport, reportOf } from '../../src/ml/errors.ts';
import { linkIn } from '../../src/share/link-address.ts';
import type { StartMeasurement } from './client.ts';
import type { Plan, Progress } from './protocol.ts';
import { type Result, resultVersion } from './result.ts';
import { decodeResult } from './result-link.ts';

/** `cancelling`: asked to stop, but still in the round in progress. */
export type Phase = 'idle' | 'measuring' | 'cancelling' | 'done' | 'cancelled';

/**
 * Why the measurement failed or ended early. `bad-link`: the address holds a result that cannot be
 * read.
 */
export type Failure = ErrorReport | 'bad-link';

export interface BenchState {
  readonly plan: Plan;
  readonly phase: Phase;
  readonly progress: Progress | null;
  /** Share of the whole measurement that is done, 0 to 1. */
  readonly fraction: number;
  /** Filled in as the measurement goes on. */
  readonly result: Result | null;
  readonly origin: 'own' | 'link';
  readonly failure: Failure | null;
  choose(change: Partial<Plan>): void;
  measure(): Promise<void>;
  cancel(): void;
  /** Shows the result in the address, if there is one. */
  openLink(): Promise<void>;
}

export interface BenchHost {
  readonly startMeasurement: StartMeasurement;
  readonly address: () => string;
  readonly browser: string;
  readonly now: () => number;
}

export const standardPlan: Plan = {
  cases: ['article', 'tiny', 'ddim'],
  peers: ['ours', 'stock', 'webgl'],
  size: 'full',
};

export function createBench({ startMeasurement, address, browser, now }: BenchHost): StoreApi<BenchState> {
  let cancelCurrent = (): void => {};
  const store = createStore<BenchState>((set, get) => ({
    plan: standardPlan,
    phase: 'idle',
    progress: null,
    fraction: 0,
    result: null,
    origin: 'own',
    failure: null,
    choose: (change) => set(({ plan }) => ({ plan: { ...plan, ...change } })),
    async measure() {
      if (isBusy(get())) return;
      const { plan } = get();
      set({
        phase: 'measuring',
        progress: { kind: 'starting' },
        fraction: 0,
        result: null,
        origin: 'own',
        failure: null,
      });
      const amend = (change: (result: Result) => Partial<Result>): void =>
        set(({ result }) => (result ? { result: { ...result, ...change(result) } } : {}));
      const measurement = startMeasurement(plan, {
        opened: (opened) =>
          set({ result: { version: resultVersion, measuredAt: now(), browser, limits: null, cases: [], ...opened } }),
        progress: (progress, fraction) => set({ progress, fraction }),
        limits: (limits) => amend(() => ({ limits })),
        measured: (measured) => amend(({ cases }) => ({ cases: [...cases, measured] })),
      });
      cancelCurrent = measurement.cancel;
      try {
        await measurement.ended;
        set(({ phase }) => ({ phase: phase === 'cancelling' ? 'cancelled' : 'done', progress: null, fraction: 1 }));
      } catch (error) {
        set({ phase: 'idle', progress: null, failure: reportOf(error) });
      }
    },
    cancel() {
      if (get().phase !== 'measuring') return;
      set({ phase: 'cancelling' });
      cancelCurrent();
    },
    async openLink() {
      const decoded = await decodeResult(linkIn(address()));
      if (decoded.kind === 'none' || isBusy(get())) return;
      if (decoded.kind === 'result') set({ result: decoded.result, origin: 'link', phase: 'idle', failure: null });
      else set({ failure: 'bad-link' });
    },
  }));
  return store;
}

export const isBusy = ({ phase }: Pick<BenchState, 'phase'>): boolean =>
  phase === 'measuring' || phase === 'cancelling';

export const BenchContext = createContext<StoreApi<BenchState> | null>(null);

export function useBench<Picked>(pick: (state: BenchState) => Picked): Picked {
  const store = useContext(BenchContext);
  if (!store) throw new Error('no BenchContext above this component');
  return useStore(store, pick);
}
