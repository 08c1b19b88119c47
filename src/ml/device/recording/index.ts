/** What recording and replaying take: loaded when something runs for the second time, as the first train step does not need it. */
export { encode } from './commands.ts';
export { describe, differenceBetween } from './listing.ts';
export { RecordingPool } from './pool.ts';
export { Recorder, type Recording } from './recorder.ts';
