/**
 * The report of a benchmark run. It is written as JSON and read again to be printed or compared, in
 * Node, on the page, or by anybody else who has the file.
 */
import { z } from 'zod';
import { caseNames } from '../cases/case.ts';
import { peerNames } from '../peers/peer.ts';

const positive = z.number().positive();
const count = z.number().nonnegative();
const peer = z.enum(peerNames);

/** `AdapterLimits`. */
const limits = z.object({
  fma: positive,
  gemm: z.object({ rate: positive, program: z.string(), size: positive, tried: z.record(z.string(), z.number()) }),
  copy: positive,
  dispatch: positive,
  dispatchScript: positive,
});

/** `CommandFigures`. */
const commands = z.object({
  notReplayed: z.string().nullable(),
  dispatches: count,
  submits: count,
  passes: count,
  bindGroups: count,
  buffersCreated: count,
  bufferWrites: count,
  stepBytes: positive.nullable(),
  scriptMs: count,
});

/** `PeerMeasurement`: times in ms, one for each round. */
const measured = z.object({
  peer,
  wall: z.array(positive).min(1),
  cpu: z.array(count),
  times: positive,
  first: positive,
  loss: z.number().nullable(),
  commands: commands.nullable(),
});

const caseReport = z.object({
  name: z.enum(caseNames),
  title: z.string(),
  batch: positive,
  /** Operations of one round, counted as direct convolutions and matrix products. */
  flops: positive,
  measured: z.array(measured),
  refused: z.array(z.object({ peer, reason: z.string() })),
  /** GFLOP/s, one for each round. */
  gemmRates: z.array(positive),
});

/**
 * The first step of a process that has compiled nothing, from requesting the device to the first
 * loss.
 */
const firstStep = z.object({
  peer,
  title: z.string(),
  /**
   * ms, one number for each process: opening the device, making the network and its data, the step.
   */
  runs: z.array(z.object({ device: count, network: count, step: count })).min(1),
});

const page = z.object({
  /** kB (1,000 bytes) of HTML, CSS and JavaScript before the first step, gzipped. */
  kilobytes: positive,
  /** ms from navigation until training can begin; empty if there is no browser. */
  interactive: z.array(positive),
  /** ms from pressing Step to the first loss, with batch 64. */
  firstStep: z.array(positive),
  /** The browser's name and version. */
  browser: z.string().nullable(),
});

const reportSchema = z.object({
  version: z.literal(1),
  /** ISO 8601. */
  at: z.string(),
  host: z.object({
    /** `node` or `page`. */
    kind: z.enum(['node', 'page']),
    /** CPU and operating system, as far as the host tells; a page may not know. */
    cpu: z.string(),
    cores: positive,
    system: z.string(),
  }),
  adapter: z.object({
    name: z.string(),
    vendor: z.string(),
    architecture: z.string(),
    /** The driver file, or the adapter's description of its driver. */
    driver: z.string(),
    features: z.array(z.string()),
    limits: z.record(z.string(), z.number()),
  }),
  versions: z.record(z.string(), z.string()),
  /** Null if they were not measured. */
  limits: limits.nullable(),
  cases: z.array(caseReport),
  firstSteps: z.array(firstStep),
  page: page.nullable(),
  /** Sentences that a reader must know: an interruption, a smaller batch, a busy machine. */
  notes: z.array(z.string()),
});

export type Report = z.infer<typeof reportSchema>;
export type CaseReport = z.infer<typeof caseReport>;
export type FirstStepReport = z.infer<typeof firstStep>;
export type PageReport = z.infer<typeof page>;

/** The message is one line with the error and its place. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
}

/** Throws `ReportError` if the text is not a report. */
export function parseReport(text: string): Report {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ReportError('not a report of the benchmark: no JSON', { cause });
  }
  const result = reportSchema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.join('.') || 'at its top';
  throw new ReportError(`not a report of the benchmark: ${place}: ${issue?.message ?? 'wrong'}`, {
    cause: result.error,
  });
}
