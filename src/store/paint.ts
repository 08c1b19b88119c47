/** What the Paint view does besides generating. Loaded with it. */
import { type Board, createBoard } from './board.ts';
import { createOpenedModels, type OpenedModels } from './opened-models.ts';
import type { Room } from './room.ts';

export interface Paint {
  readonly models: OpenedModels;
  readonly race: Board;
  /** The same noise at several guidances, and at several numbers of steps. */
  readonly guidance: Board;
  readonly steps: Board;
  readonly walk: Board;
  /** What becomes of a picture that was taken to noise. */
  readonly sketch: Board;
}

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
