/**
 * Runs the benchmark's cases and peers, the most informative cases first; with `--compiled`,
 * compares with torch.compile instead.
 */
import { type Case, type CaseName, cases } from '../../cases/case.ts';
import type { BenchArguments } from '../../node/arguments.ts';
import type { PeerName } from '../../peers/peer.ts';
import type { CaseReport } from '../../report/report.ts';
import { refusalsOfOurs } from '../refusals-of-ours.ts';
import { requireAdapter, runPartProgram, tell, tellData, tellNote, tellProgress, tellTable } from './part.ts';

const order: readonly CaseName[] = ['tiny', 'block', 'article', 'small', 'ddim', 'ddpm-cifar10'];
/** torch.compile takes half a minute for each. */
const compiledOrder: readonly CaseName[] = ['block', 'tiny', 'small'];
const peers: readonly PeerName[] = ['ours', 'stock', 'jax-js', 'torch-cpu', 'torch-cuda'];
const compiledPeers: readonly PeerName[] = ['ours', 'torch-cuda', 'torch-compiled'];
/** Batch sizes on a GPU: those of the recipes, or enough to occupy the GPU. */
const gpuBatches: Partial<Record<CaseName, number>> = { tiny: 64, small: 64, block: 64, 'ddpm-cifar10': 32 };

await runPartProgram(async ({ seconds, own }, signal) => {
  const isGpu = (await requireAdapter()) === 'gpu';
  const compiled = own.includes('--compiled');
  const asked = compiled ? compiledPeers : peers;
  const { openPeers } = await import('../../node/open-peers.ts');
  const { runBenchmark } = await import('../../node/run.ts');
  const names = compiled ? compiledOrder : order;
  const opened = await openPeers(asked, process.env.BENCH_PYTHON);
  const onGpu = opened.peers.some((peer) => peer.name === 'torch-cuda');
  if (compiled && !onGpu) {
    for (const note of opened.notes) tellNote(note);
    tell({ kind: 'skipped', reason: 'there is no Python whose torch has this GPU' });
    return true;
  }
  // torch on the CPU tells nothing where torch on the GPU is measured.
  const measured = opened.peers.filter((peer) => !(onGpu && peer.name === 'torch-cpu'));
  const given: BenchArguments = {
    cases: names.map((caseName): Case => {
      const batch = (isGpu ? gpuBatches[caseName] : undefined) ?? cases[caseName].batch;
      return { ...cases[caseName], batch };
    }),
    extras: new Set(compiled ? [] : ['limits']),
    peers: asked,
    rounds: 7,
    // Half of the time: the other half is for opening the peers and for the first rounds, which
    // compile.
    budget: (1000 * seconds) / names.length / 2,
    ticks: null,
    json: null,
    markdown: false,
    recordings: false,
    render: null,
  };
  const failed = opened.peers.some(({ name }) => name === 'ours') ? [] : ['ours could not be opened'];
  const reached = (measuredCases: readonly CaseReport[]) => {
    const failures = [...failed, ...refusalsOfOurs(measuredCases)];
    tellProgress('cases', measuredCases.length, names.length, failures.length > 0 ? failures : null);
  };
  reached([]);
  const report = await runBenchmark(
    given,
    { ...opened, peers: measured },
    { progress: () => {}, measured: tellTable, reached },
    signal,
  );
  for (const note of report.notes) tellNote(note);
  tellData({ report });
  return failed.length + refusalsOfOurs(report.cases).length === 0 && !signal.aborted;
});
