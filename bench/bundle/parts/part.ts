/** What the parts' programs share: parsing their arguments and reporting results. */
import { z } from 'zod';
import { type AdapterKind, adapterKind } from '../../../src/ml/device/adapter.ts';
import { installWebGPU } from '../../node/dawn.ts';
import type { Table } from '../../report/table.ts';
import type { PartLine } from '../part-lines.ts';

export interface PartArguments {
  /** The folder of results. */
  readonly folder: string;
  /** Seconds until the part is asked to end. */
  readonly seconds: number;
  /** Arguments that only this part has. */
  readonly own: readonly string[];
}

const partArguments = z.tuple([z.string(), z.coerce.number().positive()], z.string());

/** Gives Node WebGPU, before anything imports tfjs. Throws if no driver has an adapter. */
export async function requireAdapter(): Promise<AdapterKind> {
  const adapter = (await installWebGPU()) ? await navigator.gpu.requestAdapter() : null;
  if (adapter === null) throw new Error('there is no adapter');
  return adapterKind(adapter.info);
}

/** Writes to a pipe are synchronous, so the line arrives even if the process dies afterwards. */
export function tell(line: PartLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

export const tellTable = (table: Table): void =>
  tell({
    kind: 'table',
    table: { ...table, columns: [...table.columns], rows: table.rows.map((row) => [...row]), notes: [...table.notes] },
  });
/**
 * `failures`: the names of what has failed so far; null if the stage only measures and nothing has
 * failed.
 */
export const tellProgress = (stage: string, done: number, of: number, failures: readonly string[] | null): void =>
  tell({ kind: 'progress', stage, done, of, failures: failures && [...failures] });
export const tellNote = (text: string): void => tell({ kind: 'note', text });
export const tellData = (data: Record<string, unknown>): void => tell({ kind: 'data', data });

/**
 * Runs a part's program. `signal` is aborted when the part's time is over; by then `run` must have
 * reported every result. `run` resolves to false if it reported a failure or ended before
 * everything was done.
 */
export async function runPartProgram(
  run: (given: PartArguments, signal: AbortSignal) => Promise<boolean>,
): Promise<never> {
  const interruption = new AbortController();
  process.on('SIGINT', () => interruption.abort());
  const [folder, seconds, ...own] = partArguments.parse(process.argv.slice(2));
  const succeeded = await run({ folder, seconds, own }, interruption.signal).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return false;
  });
  // Dawn's threads would keep the process alive.
  process.exit(succeeded ? 0 : 1);
}
