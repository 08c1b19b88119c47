/** Types that components need and may not import themselves. */
export type { ErrorReport } from '../ml/errors.ts';
export type { Pictures } from '../workers/protocol.ts';
