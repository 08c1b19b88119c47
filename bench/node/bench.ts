/** `npm run bench`: compares our networks on this machine's adapter with all the alternatives. */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ArgumentError } from '../../cli/arguments.ts';
import { outputClosed } from '../../cli/closed-output.ts';
import { beforeExit, printLine, runCommand, say } from '../../cli/command.ts';
import { parseReport, ReportError } from '../report/report.ts';
import { markdown, plainText } from '../report/table.ts';
import { reportTables } from '../report/tables.ts';
import { type BenchArguments, parseBenchArguments, usage } from './arguments.ts';
import { installWebGPU } from './dawn.ts';
import { ProgressLine } from './progress-line.ts';

/** The exit code that shells expect of an interrupted program. */
const interruptedCode = 130;

async function main(): Promise<number> {
  const given = parseBenchArguments(process.argv.slice(2));
  if (given === null) {
    printLine(usage);
    return 0;
  }
  if (given.render !== null) return render(resolve(given.render));
  if (await installWebGPU()) {
    if (given.recordings) return printRecordings(given);
    return given.ticks === null ? measure(given) : measureTicks(given, given.ticks);
  }
  say('There is no WebGPU adapter to measure. Install a Vulkan driver, or a Chromium (it carries a software one).');
  return 1;
}

async function printRecordings({ cases }: BenchArguments): Promise<number> {
  const { recordingsOf } = await import('./recordings.ts');
  return recordingsOf(cases, printLine);
}

async function measure(given: BenchArguments): Promise<number> {
  const { openPeers } = await import('./open-peers.ts');
  const { runBenchmark } = await import('./run.ts');
  const line = new ProgressLine();
  const interruption = interrupted(line);
  line.show('opening the peers');
  const opened = await openPeers(given.peers, process.env.BENCH_PYTHON);
  beforeExit(async () => {
    for (const peer of opened.peers) await peer.dispose();
  });
  const print = given.markdown ? markdown : plainText;
  const report = await runBenchmark(
    given,
    opened,
    {
      progress: (text) => line.show(text),
      measured(table) {
        line.clear();
        printLine(print(table));
      },
    },
    interruption,
  );
  line.clear();
  for (const note of report.notes.slice(opened.notes.length)) printLine(note);
  if (given.json !== null) {
    await writeFile(resolve(given.json), `${JSON.stringify(report, null, 1)}\n`);
    say(`Written to ${given.json}.`);
  }
  return interruption.aborted ? interruptedCode : 0;
}

async function measureTicks(
  { cases, rounds, markdown: asMarkdown }: BenchArguments,
  interval: number,
): Promise<number> {
  const { measureLateAnswers, recipesTrained } = await import('./late-answers.ts');
  const line = new ProgressLine();
  const signal = interrupted(line);
  const recipes = recipesTrained.filter((recipe) => cases.some(({ name }) => name === recipe));
  const onProgress = (text: string) => line.show(text);
  const tables = await measureLateAnswers({ recipes, interval, rounds, onProgress, signal });
  line.clear();
  for (const table of tables) printLine((asMarkdown ? markdown : plainText)(table));
  return signal.aborted ? interruptedCode : 0;
}

async function render(file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ArgumentError(`--render: ${file} cannot be read.`, { cause });
  });
  try {
    for (const table of reportTables(parseReport(text))) printLine(markdown(table));
    return 0;
  } catch (cause) {
    if (cause instanceof ReportError) throw new ArgumentError(`--render: ${file} is ${cause.message}.`, { cause });
    throw cause;
  }
}

/**
 * Aborted by Ctrl+C, or when stdout is closed. A second Ctrl+C ends the process at once, whatever
 * the device is doing.
 */
function interrupted(line: ProgressLine): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  process.on('SIGINT', () => {
    // npm and the terminal may both pass on the same Ctrl+C.
    if (controller.signal.aborted && performance.now() - first > 500) process.exit(interruptedCode);
    if (controller.signal.aborted) return;
    first = performance.now();
    controller.abort();
    line.clear();
    say('Stopping after this round; Ctrl+C again ends at once.');
  });
  return AbortSignal.any([controller.signal, outputClosed]);
}

await runCommand(main);
