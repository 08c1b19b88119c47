/**
 * Reads the facts about an adapter and its device once, when the device is opened. Browsers differ:
 * Safari 26 and Chrome before 132 have no `device.adapterInfo`, Chrome before 127 has no
 * `adapter.info`, and a limit may be newer than the browser. Any fact may be missing, and then gets
 * a value that is safe. Kernels read these facts, never the device's own fields.
 */
import { defaultLimits, type Limits } from './wanted.ts';

/**
 * Software adapters run a workgroup's threads as SIMD lanes of a core, so that a barrier is a
 * context switch and a load is a gather of scalars.
 */
export type AdapterKind = 'lavapipe' | 'swiftshader' | 'gpu';

export interface AdapterFacts {
  /**
   * The adapter's own name, for people, e.g. "NVIDIA GeForce RTX 4070" or "SwiftShader Device (LLVM
   * 16.0.0)".
   */
  readonly name: string;
  /** Empty if the browser does not say. */
  readonly vendor: string;
  readonly architecture: string;
  readonly kind: AdapterKind;
  /**
   * Number of lanes in a subgroup, if kernels may use subgroups and all are known to have the same
   * size; otherwise null.
   */
  readonly subgroupLanes: number | null;
  /** The features that the device was made with. */
  readonly features: ReadonlySet<string>;
  /** The device's limits, or WebGPU's default if the browser does not know a limit. */
  readonly limits: Limits;
}

/**
 * What a browser tells a page about the adapter. It is less than Node tells, but enough to
 * recognize both software adapters.
 */
export interface AdapterInfo {
  readonly vendor?: string | undefined;
  readonly architecture?: string | undefined;
  readonly device?: string | undefined;
  readonly description?: string | undefined;
  readonly subgroupMinSize?: number | undefined;
  readonly subgroupMaxSize?: number | undefined;
}

/**
 * The fields of a `GPUAdapter` that are read. All are optional here: WebGPU's types promise fields
 * that not every browser has.
 */
export interface AskedAdapter {
  readonly info?: AdapterInfo | undefined;
  /** The way to read `info` before Chrome 127. */
  readonly requestAdapterInfo?: (() => Promise<AdapterInfo>) | undefined;
}

/** The fields of a `GPUDevice` that are read. */
export interface AskedDevice {
  readonly adapterInfo?: AdapterInfo | undefined;
  readonly features?: Iterable<string> | undefined;
  readonly limits?: { readonly [Limit in keyof Limits]?: number | undefined } | undefined;
}

export async function adapterFacts(adapter: AskedAdapter, device: AskedDevice): Promise<AdapterFacts> {
  const info = device.adapterInfo ?? (await adapterInfo(adapter));
  const features = new Set(device.features ?? []);
  const { vendor = '', architecture = '', subgroupMinSize: least, subgroupMaxSize: most } = info;
  const limits = { ...defaultLimits };
  for (const limit of Object.keys(limits) as (keyof Limits)[]) limits[limit] = device.limits?.[limit] ?? limits[limit];
  // tfjs uses the first limit where it should use the second, so it must not be larger.
  limits.maxComputeWorkgroupSizeX = Math.min(limits.maxComputeWorkgroupSizeX, limits.maxComputeInvocationsPerWorkgroup);
  return {
    name: adapterName(info),
    vendor,
    architecture,
    kind: adapterKind(info),
    subgroupLanes: features.has('subgroups') && least !== undefined && least === most ? least : null,
    features,
    limits,
  };
}

/** Adds to the device's own fields what they lack, because tfjs' kernels read those fields. */
export function completeFields(device: GPUDevice, { features, limits }: AdapterFacts): void {
  const own: AskedDevice = device;
  const complete = Object.entries(limits).every(([name, value]) => Reflect.get(own.limits ?? {}, name) === value);
  if (!complete) Object.defineProperty(device, 'limits', { value: limits });
  if (!own.features) Object.defineProperty(device, 'features', { value: features });
}

export async function adapterInfo(adapter: AskedAdapter): Promise<AdapterInfo> {
  return adapter.info ?? (await adapter.requestAdapterInfo?.()) ?? {};
}

/** Browsers hide most fields from pages, so this takes the most readable one that is not empty. */
export function adapterName({ vendor, architecture, device, description }: AdapterInfo): string {
  return description || device || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed GPU';
}

export function adapterKind({ vendor, architecture, device, description }: AdapterInfo): AdapterKind {
  const words = [vendor, architecture, device, description].join(' ').toLowerCase();
  if (words.includes('swiftshader')) return 'swiftshader';
  if (/llvmpipe|lavapipe|software/.test(words)) return 'lavapipe';
  return 'gpu';
}
