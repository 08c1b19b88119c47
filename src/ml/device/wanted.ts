/**
 * What we request from a WebGPU adapter, each with its reason. Nothing is required: if an adapter
 * lacks something it is not used.
 */

/** Requested if the adapter has them. */
const wantedFeatures = [
  // Times kernels in benchmarks; tfjs' `tf.time` uses it.
  'timestamp-query',
  // Half-precision storage for larger networks' activations, at half the memory traffic.
  'shader-f16',
  // Sums across the threads of a subgroup without workgroup memory: the gradients' reductions.
  'subgroups',
] as const satisfies readonly GPUFeatureName[];

/** Requested as high as the adapter allows: WebGPU's defaults are those of the weakest phones. */
export const wantedLimits = [
  // Size of the largest tensor: at batch 512 one activation of 64 x 16 x 16 is 32 MiB; a larger
  // network exceeds the default of 256 MiB.
  'maxBufferSize',
  // A tensor is bound whole: the default of 128 MiB is less than the default buffer size.
  'maxStorageBufferBindingSize',
  // tfjs' and our tiled matrix products keep their tiles here; more memory allows larger tiles.
  'maxComputeWorkgroupStorageSize',
  // tfjs' reductions use up to 1,024 threads if allowed; the default is 256.
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  // Elementwise operations dispatch in one dimension. Beyond this limit they use two and pay a
  // division per thread.
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/**
 * The limits that WebGPU guarantees on every device (W3C, "WebGPU", 3.6.2), as far as we or tfjs'
 * backend read them.
 */
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

/**
 * What to request from this adapter. A limit that a browser does not know must not be requested.
 */
export function wantedOf({ features, limits }: OfferingAdapter) {
  const requiredLimits: Record<string, number> = {};
  for (const limit of wantedLimits) {
    const most = limits?.[limit];
    if (most !== undefined) requiredLimits[limit] = most;
  }
  return { requiredFeatures: wantedFeatures.filter((feature) => features?.has(feature)), requiredLimits };
}
