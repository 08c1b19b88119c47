/**
 * Measures the time to a first step if nothing has been compiled before: each in a separate
 * process, with the drivers' caches turned off.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { caseTitle, type StepCase } from '../cases/case.ts';
import type { FirstStepReport } from '../report/report.ts';
import { programArguments } from './program-arguments.ts';

export const firstStepPeers = ['ours', 'stock', 'jax-js'] as const;
export const firstStepCases = ['article', 'tiny'] as const;
type FirstStepPeer = (typeof firstStepPeers)[number];

const firstStep = z.object({ device: z.number(), network: z.number(), step: z.number() });
export type FirstStep = z.infer<typeof firstStep>;

/** Turns off the caches of Mesa and NVIDIA. Dawn in Node has none. */
const withoutCaches = { MESA_SHADER_CACHE_DISABLE: 'true', __GL_SHADER_DISK_CACHE: '0' };

export interface FirstStepOptions {
  readonly peers: readonly FirstStepPeer[];
  readonly cases: readonly (StepCase & { readonly name: (typeof firstStepCases)[number] })[];
  readonly runs: number;
  /** Limit in ms for one process. */
  readonly limit: number;
  readonly onProgress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Interleaved (A B A B) like rounds. A process that fails or takes too long becomes a note. */
export async function measureFirstSteps(
  options: FirstStepOptions,
): Promise<{ readonly reports: readonly FirstStepReport[]; readonly notes: readonly string[] }> {
  const reports: FirstStepReport[] = [];
  const notes: string[] = [];
  for (const given of options.cases) {
    const title = caseTitle(given);
    const peers = options.peers.filter((peer) => peer !== 'jax-js' || given.name === 'article');
    const failed = new Set<FirstStepPeer>();
    const runs = new Map<FirstStepPeer, FirstStep[]>(peers.map((peer) => [peer, []]));
    for (let run = 0; run < options.runs; run++) {
      for (const peer of peers) {
        if (options.signal.aborted || failed.has(peer)) continue;
        options.onProgress(`${title}, ${peer}: process ${run + 1} of ${options.runs}`);
        try {
          runs.get(peer)?.push(await oneProcess(peer, given, options));
        } catch (error) {
          failed.add(peer);
          if (!options.signal.aborted)
            notes.push(`First ${title} of ${peer}: ${error instanceof Error ? error.message : error}`);
        }
      }
    }
    for (const [peer, taken] of runs) if (taken.length > 0) reports.push({ peer, title, runs: taken });
  }
  return { reports, notes };
}

function oneProcess(
  peer: FirstStepPeer,
  { name, batch }: StepCase,
  { limit, signal }: FirstStepOptions,
): Promise<FirstStep> {
  const program = join(import.meta.dirname, 'first-step-process');
  const child = spawn(process.execPath, [...programArguments(program), peer, name, String(batch)], {
    env: { ...process.env, ...withoutCaches },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limit,
    signal,
  });
  let said = '';
  let complaints = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, killed) => {
      if (killed !== null) return reject(new Error(`stopped after ${Math.round(limit / 1000)} s`));
      const line = said.trim().split('\n').at(-1) ?? '';
      if (code === 0) return resolve(firstStep.parse(JSON.parse(line)));
      const why = complaints.split('\n').find((complaint) => complaint.includes('Error')) ?? `exit ${code}`;
      return reject(new Error(why.trim()));
    });
  });
}
