/** Which complaints are over once something has gone well: they leave with it, and nobody has to put them away. */
import type { ErrorCode } from '../ml/errors.ts';
import type { Notice } from './types.ts';

/** `picture`: one was taken, to be repaired. `model`: a checkpoint or a model was opened. `samples`: pictures were painted or repaired. */
export type Success = 'picture' | 'model' | 'samples';

const codes: Readonly<Record<Success, (code: ErrorCode) => boolean>> = {
  picture: (code) => code.startsWith('image-'),
  // What was assumed to open it is no complaint.
  model: (code) => /^(checkpoint|model|hub|scheduler)-/.test(code) && code !== 'checkpoint-notice',
  samples: (code) => code === 'out-of-memory' || code === 'model-closed',
};

export const isMendedBy = (notice: Notice, success: Success): boolean =>
  notice.kind === 'error' && codes[success](notice.report.code);
