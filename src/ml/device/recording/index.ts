/** What recording and replaying take: loaded when something runs for the second time, as the first train step does not need it. */
export { Replay } from './replay.ts';
