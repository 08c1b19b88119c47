/**
 * The worker's side of the connection: answers calls with the engine's commands and sends its
 * events.
 */
import { createBirpc } from 'birpc';
import { channelOver, type Endpoint, type EngineService } from './channel.ts';
import type { Locks } from './death-watch.ts';
import { eachEvent } from './events.ts';
import type { EngineCommands, EngineEvents } from './protocol.ts';
import { leaveOutSet, type SentEvents } from './sent-set.ts';

/** `create` makes the engine; the events passed to it go to the page. */
export function serveEngine(
  endpoint: Endpoint,
  create: (events: EngineEvents) => EngineCommands,
  locks: Locks | undefined,
): void {
  const leftOut = leaveOutSet();
  const send = (name: keyof SentEvents, value: never): void => {
    page.$callEvent(name, value).catch((error: unknown) => console.error(`event ${name} could not be sent`, error));
  };
  const engine = create({
    ...eachEvent((name) => (value) => send(name, value)),
    metrics: (batch) => send('metrics', leftOut(batch) as never),
  });
  const service: EngineService = { ...engine, holdForLife: (lockName) => holdForLife(locks, lockName) };
  const page = createBirpc<SentEvents, EngineService>(service, channelOver(endpoint, 'everything'));
}

/**
 * Resolves to true once the lock is held, which lasts until the worker ends. Resolves to false if
 * there are no locks, or the browser refuses one, for example to a frame whose site may store
 * nothing.
 */
export async function holdForLife(locks: Locks | undefined, lockName: string): Promise<boolean> {
  if (!locks) return false;
  return new Promise((answer) => {
    locks
      .request(lockName, {}, () => {
        answer(true);
        return new Promise<void>(() => {});
      })
      .catch(() => answer(false));
  });
}
