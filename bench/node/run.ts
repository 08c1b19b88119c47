/**
 * A run of the benchmark in Node, from the adapter to the page. Each part is reported as soon as it
 * has been measured.
 */
import { reasonInEnglish } from '../../src/words/sentence.ts';
import { caseTitle, type StepCase } from '../cases/case.ts';
import { caseFlops } from '../cases/flops.ts';
import { type LimitsMeter, measureLimits } from '../limits/measure.ts';
import { type Clock, measureCase, progressLine } from '../measure/rounds.ts';
import type { CaseReport, Report } from '../report/report.ts';
import type { Table } from '../report/table.ts';
import { aboutTable, caseTable, commandsTables, firstStepTable, limitsTable, pageTable } from '../report/tables.ts';
import type { BenchArguments } from './arguments.ts';
import { describeAdapter, describeHost, hostVersions } from './dawn.ts';
import { firstStepCases, firstStepPeers, measureFirstSteps } from './first-steps.ts';
import type { OpenedPeers } from './open-peers.ts';

/** Minimum duration in ms of a fast peer's round. */
const shortestRound = 300;
/**
 * ms after which a process for a first step is stopped: on SwiftShader some compile for minutes.
 */
const firstStepLimit = 600_000;
const firstStepRuns = 3;
const pageVisits = 3;

export interface RunListener {
  progress(line: string): void;
  measured(table: Table): void;
  /** The cases that have been measured so far. */
  reached?(cases: readonly CaseReport[]): void;
}

const clock: Clock = {
  now: () => performance.now(),
  cpu() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};

/** Resolves to everything measured by the end, or by the time that `signal` is aborted. */
export async function runBenchmark(
  given: BenchArguments,
  { peers, notes }: OpenedPeers,
  { progress, measured, reached }: RunListener,
  signal: AbortSignal,
): Promise<Report> {
  const report: Report = {
    version: 1,
    at: new Date().toISOString(),
    host: describeHost(),
    adapter: await describeAdapter(),
    versions: Object.assign(hostVersions(), ...peers.map(({ versions }) => versions)),
    limits: null,
    cases: [],
    firstSteps: [],
    page: null,
    notes: [...notes],
  };
  measured(aboutTable(report));

  const meter =
    given.extras.has('limits') && !signal.aborted ? await measureLimits((what) => progress(`limits: ${what}`)) : null;
  try {
    if (meter) {
      report.limits = meter.limits;
      measured(limitsTable(meter.limits));
    }
    await measureCases(report, meter);
  } finally {
    meter?.dispose();
  }
  if (given.extras.has('first-step') && !signal.aborted) await measureFirst(report);
  if (given.extras.has('page') && !signal.aborted) await measureBuilt(report);
  if (signal.aborted) report.notes.push('Interrupted: what stands here was measured until then.');
  return report;

  async function measureCases({ cases }: Report, limits: LimitsMeter | null): Promise<void> {
    for (const asked of given.cases) {
      if (signal.aborted) return;
      const title = caseTitle(asked);
      const result = await measureCase(asked, peers, {
        clock,
        rounds: given.rounds,
        budget: given.budget,
        shortest: shortestRound,
        gemmRate: limits && (() => limits.gemm.rate()),
        onProgress: (at) => progress(`${title}: ${progressLine(at)}`),
        signal,
      });
      const { measured: rows, refused, gemmRates } = result;
      const reported = {
        name: asked.name,
        title,
        batch: asked.batch,
        flops: caseFlops(asked),
        measured: rows.map((row) => ({ ...row, wall: [...row.wall], cpu: [...row.cpu] })),
        refused: refused.map(({ peer, reason }) => ({ peer, reason: reasonInEnglish(reason) })),
        gemmRates: [...gemmRates],
      };
      if (rows.length === 0 && refused.length === 0) return;
      cases.push(reported);
      measured(caseTable(reported));
      reached?.(cases);
    }
    for (const table of commandsTables(cases)) measured(table);
  }

  async function measureFirst({ firstSteps, notes: said }: Report): Promise<void> {
    const isFirst = (
      asked: BenchArguments['cases'][number],
    ): asked is StepCase & { name: (typeof firstStepCases)[number] } =>
      firstStepCases.some((name) => name === asked.name);
    const result = await measureFirstSteps({
      peers: firstStepPeers.filter((name) => peers.some((peer) => peer.name === name)),
      cases: given.cases.filter(isFirst),
      runs: Math.min(firstStepRuns, given.rounds),
      limit: firstStepLimit,
      onProgress: progress,
      signal,
    });
    firstSteps.push(...result.reports);
    said.push(...result.notes);
    if (firstSteps.length > 0) measured(firstStepTable(firstSteps));
  }

  async function measureBuilt(into: Report): Promise<void> {
    try {
      const { measurePage } = await import('./page.ts');
      into.page = await measurePage(Math.min(pageVisits, given.rounds), progress, signal);
      measured(pageTable(into.page));
    } catch (error) {
      // Without a built page the other parts still run.
      into.notes.push(
        `The page was not measured: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
      );
    }
  }
}
