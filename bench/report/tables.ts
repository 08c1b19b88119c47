/**
 * A report as tables: the machine and the peers, what the adapter can do, each case with its peers,
 * the first step, the page.
 */
import { ratioOf, summarize } from '../measure/statistics.ts';
import { type PeerName, peerTitles } from '../peers/peer.ts';
import { digits, percent, time, timeRange, times } from './figures.ts';
import type { CaseReport, FirstStepReport, PageReport, Report } from './report.ts';
import { left, right, type Table } from './table.ts';

export function reportTables(report: Report): Table[] {
  const { limits, page, firstSteps } = report;
  return [
    aboutTable(report),
    ...(limits === null ? [] : [limitsTable(limits)]),
    ...report.cases.map(caseTable),
    ...commandsTables(report.cases),
    ...(firstSteps.length === 0 ? [] : [firstStepTable(firstSteps)]),
    ...(page === null ? [] : [pageTable(page)]),
  ];
}

export function aboutTable({ at, host, adapter, versions, notes }: Report): Table {
  const { name, vendor, architecture, driver, features, limits } = adapter;
  return {
    title: `${name}, ${at.slice(0, 16).replace('T', ' ')}`,
    columns: [left('what'), left('which')],
    rows: [
      ['adapter', [name, vendor, architecture].filter(Boolean).join(', ')],
      ['driver', driver],
      ['machine', `${host.cpu}, ${host.cores} cores, ${host.system}`],
      ['features', features.join(' ') || 'none'],
      [
        'limits',
        Object.entries(limits)
          .map(([key, value]) => `${key} ${value}`)
          .join(', '),
      ],
      [
        'versions',
        Object.entries(versions)
          .map(([key, value]) => `${key} ${value}`)
          .join(', '),
      ],
    ],
    notes,
  };
}

export function limitsTable({ fma, gemm, copy, dispatch, dispatchScript }: NonNullable<Report['limits']>): Table {
  const tried = Object.entries(gemm.tried).map(([program, rate]) => `${program}: ${digits(rate)}`);
  return {
    title: 'What the adapter can do',
    columns: [left('limit'), right('measured'), left('by')],
    rows: [
      ['multiply-adds in registers', `${digits(fma)} GFLOP/s`, 'a loop over eight vec4 of float32'],
      ['matrix product (GEMM)', `${digits(gemm.rate)} GFLOP/s`, `${gemm.program}, ${gemm.size} x ${gemm.size}`],
      ['copy', `${digits(copy)} GB/s`, 'vec4, bytes read and written'],
      ['empty dispatch', time(dispatch / 1000), `of it ${time(dispatchScript / 1000)} in JavaScript`],
    ],
    notes: [`Products tried, GFLOP/s: ${tried.join('; ')}.`],
  };
}

/** A row for each peer; all but ours have their time relative to ours. */
export function caseTable({ title, flops, measured, refused, gemmRates }: CaseReport): Table {
  const gemm = gemmRates.length === 0 ? null : summarize(gemmRates);
  const ours = measured.find(({ peer }) => peer === 'ours');
  const rows = measured.map(({ peer, wall, cpu, times: perRound, first }) => {
    const { median, low, high, count } = summarize(wall);
    const rate = flops / median / 1e6;
    return [
      peerTitles[peer],
      time(median),
      timeRange(low, high),
      ...ratioCells(peer, wall, ours?.wall),
      cpu.length === 0 ? '' : time(summarize(cpu).median),
      digits(rate),
      // No rate for peers on another processor, whose limit is a different one.
      gemm === null || isOffAdapter(peer) ? '' : percent(rate / gemm.median),
      time(first),
      perRound === 1 ? String(count) : `${count} x ${perRound}`,
    ];
  });
  const notes = refused.map(({ peer, reason }) => `${peerTitles[peer]}: ${reason}`);
  const beside = gemm === null ? '' : `; GEMM beside it: ${digits(gemm.median)} GFLOP/s`;
  return {
    title: `${title} (${digits(flops / 1e9)} GFLOP${beside})`,
    columns: [
      left('peer'),
      right('median'),
      right('least to most'),
      right('times ours'),
      right('in the rounds'),
      right('CPU time'),
      right('GFLOP/s'),
      right('of GEMM'),
      right('first'),
      right('rounds'),
    ],
    rows,
    notes,
  };
}

const isOffAdapter = (peer: PeerName) => peer === 'torch-cpu';

function ratioCells(peer: PeerName, wall: readonly number[], ours: readonly number[] | undefined): [string, string] {
  if (ours === undefined || peer === 'ours') return ['', ''];
  const { median, low, high } = ratioOf(wall, ours);
  return [times(median), `${times(low)} to ${times(high)}`];
}

/** No table if no peer could list its commands. */
export function commandsTables(cases: readonly CaseReport[]): Table[] {
  const rows = cases.flatMap(({ title, measured }) =>
    measured.flatMap(({ peer, commands }) => {
      if (commands === null) return [];
      const { dispatches, submits, passes, bindGroups, buffersCreated, bufferWrites, stepBytes, scriptMs } = commands;
      const counts = [dispatches, submits, passes, bindGroups, buffersCreated, bufferWrites].map(digits);
      const memory = stepBytes === null ? '' : `${Math.ceil(stepBytes / 2 ** 20)} MB`;
      return [[title, peerTitles[peer], ...counts, memory, time(scriptMs)]];
    }),
  );
  if (rows.length === 0) return [];
  const notes = cases.flatMap(({ title, measured }) =>
    measured.flatMap(({ commands }) =>
      commands?.notReplayed ? [`${title} is computed every time: ${commands.notReplayed}.`] : [],
    ),
  );
  const counted = [
    'dispatches',
    'submits',
    'passes',
    'bind groups',
    'buffers created',
    'buffer writes',
    'GPU memory',
    'JavaScript',
  ];
  return [
    {
      title: 'What one of them asks of the device, after warm-up',
      columns: [left('case'), left('peer'), ...counted.map(right)],
      rows,
      notes,
    },
  ];
}

export function firstStepTable(firstSteps: readonly FirstStepReport[]): Table {
  return {
    title: 'Time to the first step: a new process, no compiled kernels kept from before',
    columns: [
      left('step'),
      left('peer'),
      right('in all'),
      right('device'),
      right('network'),
      right('step'),
      right('runs'),
    ],
    rows: firstSteps.map(({ peer, title, runs }) => {
      const middle = (of: (run: (typeof runs)[number]) => number) => time(summarize(runs.map(of)).median);
      return [
        title,
        peerTitles[peer],
        middle(({ device, network, step }) => device + network + step),
        middle(({ device }) => device),
        middle(({ network }) => network),
        middle(({ step }) => step),
        String(runs.length),
      ];
    }),
    notes: [],
  };
}

export function pageTable({ kilobytes, interactive, firstStep, browser }: PageReport): Table {
  const said = (values: readonly number[]) => (values.length === 0 ? 'no browser' : time(summarize(values).median));
  return {
    title: 'The page',
    columns: [left('what'), right('measured')],
    rows: [
      ['code before the first step, gzipped', `${digits(kilobytes)} kB`],
      ['until training can begin', said(interactive)],
      ['first step after that, batch 64', said(firstStep)],
      ['browser', browser ?? 'none found'],
    ],
    notes: [],
  };
}
