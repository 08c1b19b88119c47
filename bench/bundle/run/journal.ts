/** Keeps the run's results so far in the folder of results, and reports them on the terminal. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { printLine, say } from '../../../cli/command.ts';
import { plainText } from '../../report/table.ts';
import type { PartLine } from '../part-lines.ts';
import { type PartOutcome, stateText } from './part-state.ts';
import { type Part, type PartName, parts } from './parts.ts';
import { newestTables, type PartResult, type RunFacts, reportText, summaryTable } from './report.ts';
import { withoutPaths } from './without-paths.ts';

export interface JournalEntry {
  take(line: PartLine): void;
  /** Takes what the part prints besides its results. */
  message(text: string): void;
  finish(outcome: PartOutcome): void;
}

const archive = join(import.meta.dirname, '..', '..', '..', '..');
const hidden = new Map([
  [archive, '.'],
  [homedir(), '~'],
]);

export class Journal {
  readonly #begin = performance.now();
  readonly #results: PartResult[] = [];

  constructor(
    readonly folder: string,
    private readonly facts: RunFacts,
  ) {
    mkdirSync(folder, { recursive: true });
    this.#record({ kind: 'run', ...facts });
  }

  /** True if every part is finished and none has failed. */
  get succeeded(): boolean {
    return this.#results.every(({ outcome }) => outcome?.kind === 'done' || outcome?.kind === 'skipped');
  }

  /**
   * Prints the parts' states once more, because the parts' own lines have scrolled them out of
   * sight.
   */
  printSummary(): void {
    printLine(plainText(summaryTable(this.#results)));
  }

  /** `limit`: in ms. */
  start(name: PartName, limit: number): JournalEntry {
    const part: Part = parts[name];
    const begin = performance.now();
    const lines: PartLine[] = [];
    const i = this.#results.length;
    const update = (outcome: PartOutcome | null): void => {
      this.#results[i] = { title: part.title, outcome, limit, taken: performance.now() - begin, lines };
      writeFileSync(join(this.folder, 'report.md'), withoutPaths(reportText(this.facts, this.#results), hidden));
    };
    say(`${part.title}: at most ${Math.round(limit / 1000)} s`);
    update(null);
    return {
      take: (line) => {
        lines.push(line);
        this.#record({ part: name, ...line });
        update(null);
      },
      message: (text) => appendFileSync(join(this.folder, 'messages.txt'), `${name}: ${withoutPaths(text, hidden)}\n`),
      finish: (outcome) => {
        update(outcome);
        this.#record({ part: name, kind: 'outcome', limit, taken: performance.now() - begin, outcome });
        for (const table of newestTables(lines)) printLine(plainText(table));
        for (const line of lines) if (line.kind === 'note') printLine(line.text);
        say(`${part.title}: ${stateText(outcome, lines)}\n`);
      },
    };
  }

  /** Appends a line to `results.jsonl`; `at` is in ms since the run began. */
  #record(entry: object): void {
    const line = { at: Math.round(performance.now() - this.#begin), ...entry };
    appendFileSync(join(this.folder, 'results.jsonl'), `${JSON.stringify(line, masked)}\n`);
  }
}

function masked(_: string, value: unknown): unknown {
  return typeof value === 'string' ? withoutPaths(value, hidden) : value;
}
