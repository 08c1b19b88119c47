/** Which complaints a success removes, so that the visitor need not dismiss them. */
import type { ErrorCode } from '../ml/errors.ts';
import type { Notice, Success } from './types/notices.ts';

export type { Success } from './types/notices.ts';

const codes: Readonly<Record<Success, (code: ErrorCode) => boolean>> = {
  picture: (code) => code.startsWith('image-'),
  // What was assumed in order to open it is not a complaint.
  model: (code) => /^(checkpoint|model|hub|scheduler)-/.test(code) && code !== 'checkpoint-notice',
  samples: (code) => code === 'out-of-memory' || code === 'model-closed',
};

export const isMendedBy = (notice: Notice, success: Success): boolean =>
  notice.kind === 'error' && codes[success](notice.report.code);
