/** A table, independent of its output: a terminal, or a page in Markdown. */

export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** Sentences below it. */
  readonly notes: readonly string[];
}

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

export const left = (title: string): Column => ({ title, align: 'left' });
export const right = (title: string): Column => ({ title, align: 'right' });

/** For a terminal: aligned columns, two spaces apart. */
export function plainText({ title, columns, rows, notes }: Table): string {
  const widths = columns.map((column, i) => Math.max(column.title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, i) => {
        const cell = cells[i] ?? '';
        return align === 'right' ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0);
      })
      .join('  ')
      .trimEnd();
  const head = columns.map((column) => column.title);
  const body = rows.length === 0 ? [] : [head, ...rows].map((row) => `  ${line(row)}`);
  return [title, ...body, ...notes.map((note) => `  ${note}`), ''].join('\n');
}

export function markdown({ title, columns, rows, notes }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `|${columns.map(({ align }) => (align === 'right' ? '--:' : '---')).join('|')}|`;
  const head = line(columns.map((column) => column.title));
  const body = rows.length === 0 ? [] : [head, rule, ...rows.map(line), ''];
  return [`**${title}**`, '', ...body, ...notes.flatMap((note) => [note, ''])].join('\n');
}
