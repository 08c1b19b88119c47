/** What the Paint view does besides generating. Loaded with the view. */
import { createBoard } from './board.ts';
import type { StoreContext } from './context.ts';
import { createOpenedModels } from './opened-models.ts';
import type { Paint } from './types/paint.ts';

export type { Paint } from './types/paint.ts';

export function createPaint(context: StoreContext): Paint {
  const models = createOpenedModels(context);
  return {
    models,
    race: createBoard(context, models, 'together'),
    guidance: createBoard(context, models, 'in-turn'),
    steps: createBoard(context, models, 'in-turn'),
    walk: createBoard(context, models, 'in-turn'),
    sketch: createBoard(context, models, 'in-turn'),
  };
}
