/**
 * What the adapter can do, by plain programs of ours that do nothing else: every other figure is
 * read against these.
 */

export interface AdapterLimits {
  /** GFLOP/s of multiply-adds in registers, float32. */
  readonly fma: number;
  readonly gemm: GemmLimit;
  /** GB/s (10^9 bytes) of a copy by vec4, read and written bytes together. */
  readonly copy: number;
  /** Microseconds of a dispatch that does nothing, in a pass of many. */
  readonly dispatch: number;
  /** Of these, what JavaScript takes to encode it. */
  readonly dispatchScript: number;
}

/** The best of a few plain matrix products, float32. */
export interface GemmLimit {
  /** GFLOP/s */
  readonly rate: number;
  /** Which program, at which size. */
  readonly program: string;
  readonly size: number;
  /** All that were tried, GFLOP/s. */
  readonly tried: Readonly<Record<string, number>>;
}
