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
