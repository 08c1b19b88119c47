/**
 * Scores how close each tile shape comes to the fastest one over many layers. The few shapes for
 * variants.ts should be those that come close everywhere.
 */
import { percent } from '../report/figures.ts';
import { left, right, type Table } from '../report/table.ts';
import { type Direction, directions } from './layers.ts';

const shown = 6;

export class ShapeScores {
  /** By direction and shape: its rate on each layer, as a share of the fastest. */
  readonly #shares = new Map<Direction, Map<string, number[]>>();

  /** `rates`: GFLOP/s of each shape on one layer. */
  add(direction: Direction, rates: Readonly<Record<string, number>>): void {
    const shares = this.#shares.get(direction) ?? new Map<string, number[]>();
    this.#shares.set(direction, shares);
    const fastest = Math.max(...Object.values(rates));
    for (const [title, rate] of Object.entries(rates))
      shares.set(title, [...(shares.get(title) ?? []), rate / fastest]);
  }

  /**
   * One table for each direction, best shape first. Each shape is scored on the layers that it
   * fits.
   */
  tables(): Table[] {
    return directions.flatMap((direction) => {
      const shares = [...(this.#shares.get(direction) ?? [])];
      if (shares.length === 0) return [];
      const means = shares.map(([title, values]) => ({ title, layers: values.length, mean: geometricMean(values) }));
      means.sort((a, b) => b.mean - a.mean);
      return [
        {
          title: `Tiles, ${direction}, over all layers that each fits`,
          columns: [left('tile'), right('layers'), right('of the fastest, geometric mean')],
          rows: means.slice(0, shown).map(({ title, layers, mean }) => [title, String(layers), percent(mean)]),
          notes: [],
        },
      ];
    });
  }
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
