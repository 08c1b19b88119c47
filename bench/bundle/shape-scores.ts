/**
 * How near a shape comes to the fastest over many layers: the few that variants.ts should have are
 * those near it everywhere.
 */
import { percent } from '../report/figures.ts';
import { left, right, type Table } from '../report/table.ts';
import { type Direction, directions } from './layers.ts';

const shown = 6;

export class ShapeScores {
  /** By direction and shape: its rate as a share of the fastest, one number a layer. */
  readonly #shares = new Map<Direction, Map<string, number[]>>();

  /** GFLOP/s by shape, of one layer. */
  add(direction: Direction, rates: Readonly<Record<string, number>>): void {
    const shares = this.#shares.get(direction) ?? new Map<string, number[]>();
    this.#shares.set(direction, shares);
    const fastest = Math.max(...Object.values(rates));
    for (const [title, rate] of Object.entries(rates))
      shares.set(title, [...(shares.get(title) ?? []), rate / fastest]);
  }

  /**
   * One for each direction, those first that lose least; of every shape the layers that it fits.
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
