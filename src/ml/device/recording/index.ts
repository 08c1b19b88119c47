/** What recording and replaying take: loaded when something runs for the second time, as the first train step does not need it. */
export { describe, differenceBetween } from './listing.ts';
export { Parts } from './parts.ts';
export { RecordingPool } from './pool.ts';
export { Recorder, type Recording } from './recorder.ts';
