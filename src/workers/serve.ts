/** The worker's side of the line: answers calls with the engine's commands and sends its events. */
import { createBirpc } from 'birpc';
import { channelOver, type Endpoint, type EngineService } from './channel.ts';
import type { Locks } from './death-watch.ts';
import type { EngineCommands, EngineEvents } from './protocol.ts';
import { leaveOutSet, type SentEvents } from './sent-set.ts';

/** `create` makes the engine; the events that it is given go to the page. */
export function serveEngine(
  endpoint: Endpoint,
  create: (events: EngineEvents) => EngineCommands,
  locks: Locks | undefined,
): void {
  const leftOut = leaveOutSet();
  const send = <K extends keyof SentEvents>(name: K, ...values: Parameters<SentEvents[K]>): void => {
    page.$callEvent(name, ...values).catch((error: unknown) => console.error(`event ${name} could not be sent`, error));
  };
  const engine = create({
    metrics: (batch) => send('metrics', leftOut(batch)),
    status: (status) => send('status', status),
    preview: (preview) => send('preview', preview),
    evaluation: (evaluation) => send('evaluation', evaluation),
    generating: (step) => send('generating', step),
    repairing: (progress) => send('repairing', progress),
    preparing: (progress) => send('preparing', progress),
    data: (progress) => send('data', progress),
    dataSample: (sample) => send('dataSample', sample),
    notice: (report) => send('notice', report),
    lost: (report) => send('lost', report),
  });
  const service: EngineService = { ...engine, holdForLife: (lockName) => holdForLife(locks, lockName) };
  const page = createBirpc<SentEvents, EngineService>(service, channelOver(endpoint, 'everything'));
}

/** Answers once the lock is held; it is released when the worker ends. */
export async function holdForLife(locks: Locks | undefined, lockName: string): Promise<boolean> {
  if (!locks) return false;
  await new Promise<void>((held, failed) => {
    locks
      .request(lockName, {}, () => {
        held();
        return new Promise<void>(() => {});
      })
      .catch(failed);
  });
  return true;
}
