/**
 * What the adapter can do at best, measured by plain programs that do nothing else. All other
 * figures are compared with these.
 */

export interface AdapterLimits {
  /** GFLOP/s of float32 multiply-adds in registers. */
  readonly fma: number;
  readonly gemm: GemmLimit;
  /** GB/s (10^9 bytes) of a copy by vec4, counting both read and written bytes. */
  readonly copy: number;
  /** Microseconds per dispatch that does nothing, in a pass of many. */
  readonly dispatch: number;
  /** The part of this that JavaScript takes for encoding. */
  readonly dispatchScript: number;
}

/** The best of a few plain matrix products, float32. */
export interface GemmLimit {
  /** GFLOP/s */
  readonly rate: number;
  /** The program, and the size of the product. */
  readonly program: string;
  readonly size: number;
  /** GFLOP/s of all that were tried. */
  readonly tried: Readonly<Record<string, number>>;
}
