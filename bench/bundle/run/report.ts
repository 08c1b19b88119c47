/** The report for people, from what the parts have said so far. */
import { digits } from '../../report/figures.ts';
import { left, markdown, right, type Table } from '../../report/table.ts';
import type { PartLine } from '../part-lines.ts';
import type { Outcome } from './part-process.ts';

export type PartOutcome = Outcome | { readonly kind: 'skipped'; readonly reason: string };

export interface PartResult {
  readonly title: string;
  /** Null while it runs. */
  readonly outcome: PartOutcome | null;
  /** Both in ms. */
  readonly limit: number;
  readonly taken: number;
  readonly lines: readonly PartLine[];
}

export interface RunFacts {
  /** ISO 8601. */
  readonly at: string;
  readonly version: string;
  /** CPU, cores, system. */
  readonly host: string;
  readonly minutes: number;
}

export function outcomeText(outcome: PartOutcome | null): string {
  if (outcome === null) return 'running';
  switch (outcome.kind) {
    case 'done':
      return 'done';
    case 'cut':
      return 'cut at its limit: not finished';
    case 'failed':
      return `FAILED: ${outcome.reason}`;
    case 'skipped':
      return `skipped: ${outcome.reason}`;
    default:
      return outcome satisfies never;
  }
}

export function reportText({ at, version, host, minutes }: RunFacts, results: readonly PartResult[]): string {
  const seconds = (ms: number) => `${digits(ms / 1000)} s`;
  const overview: Table = {
    title: 'Parts',
    columns: [left('part'), left('outcome'), right('took'), right('limit')],
    rows: results.map((result) => [
      result.title,
      outcomeText(result.outcome),
      seconds(result.taken),
      seconds(result.limit),
    ]),
    notes: [],
  };
  const head = [
    '# Diffusion Playground on this GPU',
    `${at}, version ${version}, ${host}; ${digits(minutes)} minutes in all.`,
  ];
  return `${[...head, markdown(overview), ...results.map(partText)].join('\n\n')}\n`;
}

function partText({ title, outcome, lines }: PartResult): string {
  const text = [`## ${title}`];
  if (outcome?.kind !== 'done') text.push(`_${outcomeText(outcome)}_`);
  text.push(...newestTables(lines).map(markdown));
  for (const line of lines) {
    if (line.kind === 'note') text.push(line.text);
    if (line.kind === 'picture') text.push(`![${line.title}](${line.file})`);
  }
  return text.join('\n\n');
}

/** Of each title the last, at the place of the first. */
export function newestTables(lines: readonly PartLine[]): Table[] {
  const tables = new Map<string, Table>();
  for (const line of lines) if (line.kind === 'table') tables.set(line.table.title, line.table);
  return [...tables.values()];
}
