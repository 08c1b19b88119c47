/** The contents of a card about a run, in words. */
import type { Pictures } from '../../workers/protocol.ts';

export interface CardCurve {
  readonly name: string;
  /** Of the same length, in step order. */
  readonly steps: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

export interface RunCard {
  readonly product: string;
  readonly title: string;
  readonly subtitle: string;
  readonly configuration: CardTable;
  readonly figures: CardTable;
  readonly curves: { readonly title: string; readonly none: string; readonly all: readonly CardCurve[] };
  /** In step order; shown as far as there is room. */
  readonly samples: {
    readonly title: string;
    readonly none: string;
    readonly looks: readonly { readonly label: string; readonly pictures: Pictures }[];
  };
  readonly link: { readonly title: string; readonly about: string; readonly address: string };
}

export interface CardTable {
  readonly title: string;
  readonly rows: readonly (readonly [label: string, value: string])[];
}
