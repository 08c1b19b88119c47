import { cases } from '../cases/case.ts';
import { caseFlops } from '../cases/flops.ts';
import type { Report } from './report.ts';

/** A complete report with round numbers. */
export function exampleReport(): Report {
  const commands = {
    notReplayed: null,
    dispatches: 40,
    submits: 2,
    passes: 2,
    bindGroups: 0,
    buffersCreated: 0,
    bufferWrites: 2,
    stepBytes: 130_000_000,
    scriptMs: 0.5,
  };
  return {
    version: 1,
    at: '2026-11-23T01:02:03.000Z',
    host: { kind: 'node', cpu: 'A processor', cores: 2, system: 'linux 6' },
    adapter: {
      name: 'An adapter',
      vendor: 'mesa',
      architecture: 'software',
      driver: 'lvp_icd.json',
      features: ['shader-f16'],
      limits: { maxBufferSize: 1024 },
    },
    versions: { node: '20.0.0' },
    limits: {
      fma: 40,
      gemm: { rate: 12, program: 'registers, 8 x 8', size: 512, tried: { 'registers, 8 x 8 at 512': 12 } },
      copy: 2.8,
      dispatch: 17,
      dispatchScript: 1.2,
    },
    cases: [
      {
        name: 'article',
        title: 'article step, batch 64',
        batch: 64,
        flops: caseFlops(cases.article),
        measured: [
          { peer: 'ours', wall: [500, 1000, 600], cpu: [900, 900, 900], times: 1, first: 1400, loss: 0.3, commands },
          { peer: 'stock', wall: [5000, 10_000, 6600], cpu: [], times: 1, first: 9000, loss: 0.3, commands: null },
          {
            peer: 'torch-cpu',
            wall: [300, 300, 300],
            cpu: [500, 500, 500],
            times: 2,
            first: 400,
            loss: 0.3,
            commands: null,
          },
        ],
        refused: [{ peer: 'jax-js', reason: 'it failed' }],
        gemmRates: [10, 12, 11],
      },
    ],
    firstSteps: [{ peer: 'ours', title: 'tiny step, batch 16', runs: [{ device: 100, network: 5000, step: 200 }] }],
    page: { kilobytes: 391.2, interactive: [800, 900, 700], firstStep: [], browser: null },
    notes: ['A busy machine.'],
  };
}
