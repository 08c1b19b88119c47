/**
 * `./run.sh` of the GPU bundle: runs the parts one after another, each in its own process, within
 * the total time.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { printLine, runCommand, say } from '../../cli/command.ts';
import { version } from '../../src/version.ts';
import { describeHost } from '../node/dawn.ts';
import { programArguments } from '../node/program-arguments.ts';
import { type BundleArguments, parseBundleArguments, usage } from './run/arguments.ts';
import { type FoundDriver, findDriver } from './run/find-driver.ts';
import { Journal } from './run/journal.ts';
import { runPart } from './run/part-process.ts';
import { type Part, type PartName, parts } from './run/parts.ts';
import { graceOf, limitOfFirst } from './run/time-budget.ts';

/** The exit code that shells expect of an interrupted program. */
const interruptedCode = 130;

/** The archive's folder of libraries; it does not exist when this runs from the sources. */
const libraries = join(import.meta.dirname, '..', '..', '..', 'lib');

async function main(): Promise<number> {
  const given = parseBundleArguments(process.argv.slice(2));
  if (given === null) {
    printLine(usage);
    return 0;
  }
  const temporary = mkdtempSync(join(tmpdir(), 'gpu-bundle-'));
  try {
    return await runAll(given, temporary);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Resolves to the exit code: 0 if every part finished without a failure. */
async function runAll({ only, out, minutes }: BundleArguments, temporary: string): Promise<number> {
  const end = performance.now() + minutes * 60_000;
  const interruption = new AbortController();
  process.on('SIGINT', () => interruption.abort());
  const { signal } = interruption;
  const journal = new Journal(resolve(out ?? folderOfNow()), factsOf(minutes));
  const limitOf = (names: readonly PartName[]) =>
    limitOfFirst(
      names.map((name) => parts[name]),
      end - performance.now(),
    );

  // `adapter` always runs first, because it finds the driver that every other part needs.
  const others = only.filter((name) => name !== 'adapter');
  const driver = await adapterPart(journal, limitOf(['adapter', ...others]), temporary, signal);
  for (const [i, name] of others.entries()) {
    if (signal.aborted) break;
    const limit = limitOf(others.slice(i));
    const entry = journal.start(name, limit);
    if (driver === null) {
      entry.finish({ kind: 'skipped', reason: 'there is no adapter' });
      continue;
    }
    const outcome = await runPart({
      arguments: partArguments(parts[name], journal.folder, limit),
      env: { ...process.env, ...driver.env, BENCH_PYTHON: process.env.BENCH_PYTHON ?? 'python3' },
      limit,
      onLine: entry.take,
      onMessage: entry.message,
      signal,
    });
    entry.finish(outcome);
  }
  journal.printSummary();
  say(`Results: ${join(journal.folder, 'report.md')}, and results.jsonl and messages.txt beside it.`);
  if (signal.aborted) return interruptedCode;
  return journal.succeeded ? 0 : 1;
}

async function adapterPart(
  journal: Journal,
  limit: number,
  temporary: string,
  signal: AbortSignal,
): Promise<FoundDriver | null> {
  const entry = journal.start('adapter', limit);
  const found = await findDriver({
    carried: { vulkan: join(libraries, 'vulkan'), display: join(libraries, 'display') },
    temporary,
    adapterPart: partArguments(parts.adapter, journal.folder, limit),
    limit,
    onTried: (text) => entry.take({ kind: 'note', text }),
    onMessage: entry.message,
    signal,
  });
  for (const line of found?.lines ?? []) entry.take(line);
  entry.finish(found === null ? { kind: 'failed', reason: 'no driver gives an adapter' } : { kind: 'done' });
  return found;
}

/**
 * Node's arguments: the part's program, the folder of results, the part's seconds, and the part's
 * own arguments.
 */
function partArguments({ program, arguments: own }: Part, folder: string, limit: number): string[] {
  const seconds = (limit - graceOf(limit)) / 1000;
  return [...programArguments(join(import.meta.dirname, 'parts', program)), folder, seconds.toFixed(1), ...own];
}

function folderOfNow(): string {
  return `results-${new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-')}`;
}

function factsOf(minutes: number) {
  const { cpu, cores, system } = describeHost();
  return { at: new Date().toISOString(), version, host: `${cpu}, ${cores} cores, ${system}`, minutes };
}

await runCommand(main);
