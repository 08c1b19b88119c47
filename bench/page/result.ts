/**
 * The measurement as the page shows it and as a shared link carries it: medians and spreads, not
 * every round. A link may come from anybody, so names and lists are short and numbers are in range.
 */
import { z } from 'zod';
import { deviceReasons } from '../../src/ml/reasons.ts';
import { caseNames } from '../cases/case.ts';
import { peerNames } from '../peers/peer.ts';

export const resultVersion = 1;

/** An adapter's name, a version, a reason: what a table has room for. */
const shortText = z.string().min(1).max(160);
/** Characters of why a peer has no number. */
export const reasonLength = 240;

/** A code has words in every language; what a library said is quoted. */
const refusalReason = z.union([z.object({ code: z.enum(deviceReasons) }), z.string().max(reasonLength)]);

const positive = z.number().positive().max(1e12);

const spread = z.object({ median: positive, low: positive, high: positive });

const row = z.object({
  peer: z.enum(peerNames),
  /** ms for the case once. */
  time: spread,
  /**
   * How many times as long as ours in the same rounds; null for ours, and where ours was not
   * measured.
   */
  ratio: spread.nullable(),
  rounds: z.int().min(1).max(1000),
});

const caseResult = z.object({
  name: z.enum(caseNames),
  batch: z.int().min(1).max(4096),
  /** Evaluations of the network, of a case that samples. */
  steps: z.int().min(1).max(1000).nullable(),
  /** Of the case once, counted as direct convolutions. */
  gflop: positive,
  /** GFLOP/s of a plain matrix product, measured between the rounds; null where it was not. */
  gemmRate: positive.nullable(),
  rows: z.array(row).max(peerNames.length),
  refused: z.array(z.object({ peer: z.enum(peerNames), reason: refusalReason })).max(peerNames.length),
});

export const resultSchema = z.object({
  version: z.literal(resultVersion),
  /** Milliseconds since 1970. */
  measuredAt: z.int().min(0).max(8.64e15),
  adapter: shortText,
  browser: shortText,
  features: z.array(z.string().max(60)).max(60),
  versions: z.array(z.tuple([z.string().max(60), z.string().max(40)])).max(12),
  limits: z
    .object({
      /** GFLOP/s of multiply-adds in registers, and of a plain matrix product. */
      fma: positive,
      gemm: positive,
      /** GB/s of a copy, read and written bytes together. */
      copy: positive,
      /** Microseconds of a dispatch that does nothing. */
      dispatch: positive,
    })
    .nullable(),
  cases: z.array(caseResult).max(caseNames.length),
});

export type Result = z.infer<typeof resultSchema>;
export type CaseResult = z.infer<typeof caseResult>;
export type RefusalReason = z.infer<typeof refusalReason>;
export type Row = z.infer<typeof row>;
