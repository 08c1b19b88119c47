/** What we ask a WebGPU adapter for, each with its reason. Nothing is required: what an adapter lacks is simply not used. */

/** Asked for where the adapter has them. */
export const wantedFeatures = [
  // Times kernels in benchmarks; tfjs' `tf.time` uses it.
  'timestamp-query',
  // Half-precision storage for larger networks' activations, at half the memory traffic.
  'shader-f16',
  // Sums across the threads of a subgroup without workgroup memory: the gradients' reductions.
  'subgroups',
] as const satisfies readonly GPUFeatureName[];

/** Asked for as high as the adapter goes: WebGPU's defaults are what the weakest phones offer. */
export const wantedLimits = [
  // The largest tensor: at batch 512 one activation of 64 x 16 x 16 is 32 MiB, a larger network's passes the default of 256 MiB.
  'maxBufferSize',
  // A tensor is bound whole: the default of 128 MiB is below the default buffer.
  'maxStorageBufferBindingSize',
  // tfjs' and our tiled matrix products keep their tiles here: more of it, larger tiles.
  'maxComputeWorkgroupStorageSize',
  // tfjs' reductions take up to 1,024 threads where they may; the default is 256.
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  // Elementwise operations dispatch in one dimension: beyond this they fold into two and pay a division a thread.
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/** What WebGPU promises of every device. (W3C, "WebGPU", 3.6.2.) Those that we or tfjs' backend read. */
export const defaultLimits = {
  maxBufferSize: 2 ** 28,
  maxStorageBufferBindingSize: 2 ** 27,
  maxComputeWorkgroupStorageSize: 16_384,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
  maxComputeWorkgroupsPerDimension: 65_535,
  maxStorageBuffersPerShaderStage: 8,
} satisfies Partial<Record<keyof GPUSupportedLimits, number>>;

export type Limits = typeof defaultLimits;

interface OfferingAdapter {
  readonly features?: Pick<ReadonlySet<string>, 'has'> | undefined;
  readonly limits?: { readonly [Limit in keyof Limits]?: number | undefined } | undefined;
}

/** What this adapter has of it. A limit that a browser does not know must not be asked for. */
export function wantedOf({ features, limits }: OfferingAdapter) {
  const requiredLimits: Record<string, number> = {};
  for (const limit of wantedLimits) {
    const most = limits?.[limit];
    if (most !== undefined) requiredLimits[limit] = most;
  }
  return { requiredFeatures: wantedFeatures.filter((feature) => features?.has(feature)), requiredLimits };
}
