/**
 * Provides WebGPU in Node for the benchmark, and describes the machine. Use it before anything
 * imports tfjs or jax-js.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, cpus, platform, release } from 'node:os';
import { basename } from 'node:path';
import { z } from 'zod';
import { installDawn } from '../../cli/dawn.ts';
import { adapterName } from '../../src/ml/device/adapter.ts';
import { wantedLimits } from '../../src/ml/device/wanted.ts';
import type { Report } from '../report/report.ts';

/** Resolves to false if there is no adapter. */
export async function installWebGPU(): Promise<boolean> {
  installDawn();
  // Node 20 has no navigator, and jax-js asks it which browser it is in.
  const { userAgent }: { userAgent?: string } = navigator;
  if (userAgent === undefined)
    Object.defineProperty(navigator, 'userAgent', { value: `Node.js/${process.versions.node}` });
  return (await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' })) !== null;
}

export async function describeAdapter(): Promise<Report['adapter']> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error('there is no adapter');
  const { vendor, architecture } = adapter.info;
  return {
    name: adapterName(adapter.info),
    vendor,
    architecture,
    driver: basename(process.env.VK_DRIVER_FILES ?? process.env.VK_ICD_FILENAMES ?? 'the system'),
    features: [...adapter.features].sort(),
    limits: Object.fromEntries(wantedLimits.map((limit) => [limit, adapter.limits[limit]])),
  };
}

export function describeHost(): Report['host'] {
  const processors = cpus();
  const cpu = processors[0]?.model.trim() || arch();
  return { kind: 'node', cpu, cores: Math.max(1, processors.length), system: `${platform()} ${release()}` };
}

/** The versions of the packages that affect the adapter's figures. */
export function hostVersions(): Record<string, string> {
  return { node: process.versions.node, 'webgpu (Dawn)': packageVersion('webgpu') };
}

function packageVersion(name: string): string {
  const file = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
