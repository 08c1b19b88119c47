/**
 * Finds a driver that provides an adapter, a GPU's rather than a software one, by trying each in
 * its own process.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { thisMachine } from '../../../cli/host.ts';
import type { PartLine } from '../part-lines.ts';
import {
  type CarriedLibraries,
  type DriverCandidate,
  driverCandidates,
  driverFileFor,
  environmentOf,
} from './driver-search.ts';
import { type Outcome, runPart } from './part-process.ts';

export interface FoundDriver {
  /** The environment of every process that uses the driver. */
  readonly env: Readonly<Record<string, string>>;
  /** What the part `adapter` reports with this driver. */
  readonly lines: readonly PartLine[];
}

export interface SearchOptions {
  readonly carried: CarriedLibraries;
  /** A folder for the driver files that are written; keep it as long as the driver is used. */
  readonly temporary: string;
  /** Node's arguments for the part `adapter`. */
  readonly adapterPart: readonly string[];
  /** Time limit for each driver in ms. */
  readonly limit: number;
  readonly onTried: (line: string) => void;
  readonly onMessage: (text: string) => void;
  readonly signal: AbortSignal;
}

/** The adapter's description in the data of the part `adapter`. */
const adapterData = z.object({ adapter: z.object({ name: z.string(), isGpu: z.boolean() }) });

/** Makes Vulkan's loader say why it could not load a driver. */
const loaderMessages = { VK_LOADER_DEBUG: 'error,warn' };

/** Null if no driver provides an adapter. */
export async function findDriver(options: SearchOptions): Promise<FoundDriver | null> {
  let software: FoundDriver | null = null;
  for (const candidate of driverCandidates(thisMachine, options.carried)) {
    if (options.signal.aborted) break;
    const env = environmentOf(candidate, filesOf(candidate, options.temporary), thisMachine.env);
    const lines: PartLine[] = [];
    const outcome = await runPart({
      arguments: options.adapterPart,
      env: { ...process.env, ...loaderMessages, ...env },
      limit: options.limit,
      onLine: (line) => lines.push(line),
      onMessage: options.onMessage,
      signal: options.signal,
    });
    const adapter = adapterOf(lines);
    options.onTried(`Driver: ${candidate.title}: ${adapter?.name ?? reasonOf(outcome)}`);
    if (adapter?.isGpu) return { env, lines };
    if (adapter) software ??= { env, lines };
  }
  return software;
}

function reasonOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'failed':
      return outcome.reason;
    case 'crashed':
      return `ended by ${outcome.signal}`;
    case 'interrupted':
      return 'interrupted';
    case 'done':
    case 'cut':
      return 'no answer in time';
    default:
      return outcome satisfies never;
  }
}

function filesOf({ driver }: DriverCandidate, temporary: string): readonly string[] {
  if (driver.kind === 'files') return driver.files;
  if (driver.kind === 'loader') return [];
  const file = join(mkdtempSync(join(temporary, 'driver-')), 'driver.json');
  writeFileSync(file, driverFileFor(driver.library));
  return [file];
}

function adapterOf(lines: readonly PartLine[]): z.infer<typeof adapterData>['adapter'] | null {
  for (const line of lines) {
    const parsed = line.kind === 'data' ? adapterData.safeParse(line.data) : null;
    if (parsed?.success) return parsed.data.adapter;
  }
  return null;
}
