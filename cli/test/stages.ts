export interface Stage {
  readonly name: string;
  /** Prints as it runs; returns true if the stage passed. */
  run(): boolean;
}

export interface Timing {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
}

/** One line a stage that ran, and the total. */
export function summaryOf(timings: readonly Timing[], planned: number): string {
  const line = (label: string, seconds: number, outcome: string) =>
    `${label.padEnd(14)}${seconds.toFixed(1).padStart(9)} s  ${outcome}`;
  const total = timings.reduce((sum, { seconds }) => sum + seconds, 0);
  const notRun = planned - timings.length;
  return [
    ...timings.map(({ name, seconds, passed }) => line(name, seconds, passed ? 'passed' : 'FAILED')),
    line('total', total, notRun > 0 ? `(${notRun} stages not run)` : ''),
  ]
    .map((text) => text.trimEnd())
    .join('\n');
}
