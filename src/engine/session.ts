/**
 * The engine: answers the commands of `workers/protocol.ts` for one page or one command line.
 * Commands that change the run wait for each other. Commands that only read it (generate, restore,
 * preview, save) share the device's lock with training steps and change nothing.
 */
import { completeEvents } from '../workers/events.ts';
import type { EngineCommands, EngineEvents } from '../workers/protocol.ts';
import type { EngineHost } from './host.ts';
import { lookingCommands } from './looking-commands.ts';
import { savingCommands } from './saving-commands.ts';
import { SessionState } from './session-state.ts';
import { trainingCommands } from './training-commands.ts';

/** tfjs has one backend per process: close a session before opening the next. */
export interface EngineSession extends EngineCommands {
  /**
   * For hosts that end with their run: resolves when no evaluation is in progress, whether it was
   * reported or failed.
   */
  evaluated(): Promise<void>;
  /** For hosts that outlive their engine: stops it and frees the device, without saving. */
  close(): Promise<void>;
  /** For hosts that see uncaught errors: reports one as a notice. */
  report(error: unknown): void;
}

/** Events without a listener are dropped. */
export function createSession(host: EngineHost, listeners: Partial<EngineEvents>): EngineSession {
  const session = new SessionState(host, completeEvents(listeners));
  return {
    ...trainingCommands(session),
    ...lookingCommands(session),
    ...savingCommands(session),
    open: (options, dataRoot) => session.open(options, dataRoot),
    evaluated: () => session.parts.evaluator.idle(),
    close: () => session.commands.takeEnding(() => session.close()),
    report: (error) => session.failures.report(error),
  };
}
