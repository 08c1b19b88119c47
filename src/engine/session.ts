/**
 * The engine: answers the commands of `workers/protocol.ts` for one page or one command line. Commands that change the run wait for each
 * other; looking at it (generate, restore, preview, save) takes turns with training steps and changes nothing.
 */
import { completeEvents } from '../workers/events.ts';
import type { EngineCommands, EngineEvents } from '../workers/protocol.ts';
import type { EngineHost } from './host.ts';
import { lookingCommands } from './looking-commands.ts';
import { savingCommands } from './saving-commands.ts';
import { SessionState } from './session-state.ts';
import { trainingCommands } from './training-commands.ts';

/** tfjs has one backend a process: open the next session after the last was closed. */
export interface EngineSession extends EngineCommands {
  /** For hosts that outlive their engine: stops, and frees the device. Saves nothing. */
  close(): Promise<void>;
  /** For hosts that learn of errors which nobody caught: becomes a notice. */
  report(error: unknown): void;
}

/** Events that `listeners` has no listener for are heard by nobody. */
export function createSession(host: EngineHost, listeners: Partial<EngineEvents>): EngineSession {
  const session = new SessionState(host, completeEvents(listeners));
  return {
    ...trainingCommands(session),
    ...lookingCommands(session),
    ...savingCommands(session),
    open: (options, dataRoot) => session.open(options, dataRoot),
    close: () => session.commands.takeEnding(() => session.close()),
    report: (error) => session.failures.report(error),
  };
}
