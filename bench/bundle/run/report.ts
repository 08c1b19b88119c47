/** The report for people, from what the parts have reported so far. */
import { digits } from '../../report/figures.ts';
import { left, markdown, right, type Table } from '../../report/table.ts';
import type { PartLine } from '../part-lines.ts';
import { type PartOutcome, stateText } from './part-state.ts';

export interface PartResult {
  readonly title: string;
  /** Null while the part runs. */
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

/** A line for each part, with its outcome and its duration. */
export function summaryTable(results: readonly PartResult[]): Table {
  const seconds = (ms: number) => `${digits(ms / 1000)} s`;
  return {
    title: 'Parts',
    columns: [left('part'), right('took'), right('limit'), left('state')],
    rows: results.map(({ title, outcome, lines, taken, limit }) => [
      title,
      seconds(taken),
      seconds(limit),
      stateText(outcome, lines),
    ]),
    notes: [],
  };
}

export function reportText({ at, version, host, minutes }: RunFacts, results: readonly PartResult[]): string {
  const head = [
    '# Diffusion Playground on this GPU',
    `${at}, version ${version}, ${host}; ${digits(minutes)} minutes in all.`,
  ];
  return `${[...head, markdown(summaryTable(results)), ...results.map(partText)].join('\n\n')}\n`;
}

function partText({ title, outcome, lines }: PartResult): string {
  const text = [`## ${title}`];
  if (outcome?.kind !== 'done') text.push(`_${stateText(outcome, lines)}_`);
  text.push(...newestTables(lines).map(markdown));
  for (const line of lines) {
    if (line.kind === 'note') text.push(line.text);
    if (line.kind === 'picture') text.push(`![${line.title}](${line.file})`);
  }
  return text.join('\n\n');
}

/** The last table of each title, in the order in which the titles first appeared. */
export function newestTables(lines: readonly PartLine[]): Table[] {
  const tables = new Map<string, Table>();
  for (const line of lines) if (line.kind === 'table') tables.set(line.table.title, line.table);
  return [...tables.values()];
}
