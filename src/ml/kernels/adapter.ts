/** What kernels ask about the adapter to choose among their variants. */

/** Software adapters run a workgroup's threads as SIMD lanes of a core: a barrier is a context switch, a load a gather of scalars. */
export type AdapterKind = 'lavapipe' | 'swiftshader' | 'gpu';

/** What a browser tells a page: less than Node, but both software adapters give themselves away. */
export type AdapterFacts = Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description'>;

export function adapterKind({ vendor, architecture, device, description }: AdapterFacts): AdapterKind {
  const words = `${vendor} ${architecture} ${device} ${description}`.toLowerCase();
  if (words.includes('swiftshader')) return 'swiftshader';
  if (/llvmpipe|lavapipe|software/.test(words)) return 'lavapipe';
  return 'gpu';
}

interface LaneFacts {
  readonly features: Pick<GPUSupportedFeatures, 'has'>;
  readonly adapterInfo: Pick<GPUAdapterInfo, 'subgroupMinSize' | 'subgroupMaxSize'>;
}

/** Lanes of a subgroup, where the device lets kernels use them and all subgroups have as many; else null. */
export function subgroupLanes({ features, adapterInfo }: LaneFacts): number | null {
  const { subgroupMinSize: least, subgroupMaxSize: most } = adapterInfo;
  return features.has('subgroups') && least !== undefined && least === most ? least : null;
}
