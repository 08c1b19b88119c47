/** What the Paint view does besides generating. Loaded with it. */
import { createBoard } from './board.ts';
import { createOpenedModels } from './opened-models.ts';
import type { Room } from './room.ts';
import type { Paint } from './types/paint.ts';

export type { Paint } from './types/paint.ts';

export function createPaint(room: Room, pageAddress: () => string): Paint {
  const models = createOpenedModels(room, pageAddress);
  return {
    models,
    race: createBoard(room, models, 'together'),
    guidance: createBoard(room, models, 'in-turn'),
    steps: createBoard(room, models, 'in-turn'),
    walk: createBoard(room, models, 'in-turn'),
    sketch: createBoard(room, models, 'in-turn'),
  };
}
