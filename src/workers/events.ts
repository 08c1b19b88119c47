/** The names of `EngineEvents` as values. Every table of events is made from them. */
import type { EngineEvents } from './protocol.ts';

type EventName = keyof EngineEvents;

const named: Readonly<Record<EventName, true>> = {
  metrics: true,
  status: true,
  preview: true,
  evaluation: true,
  generating: true,
  repairing: true,
  preparing: true,
  data: true,
  dataSample: true,
  notice: true,
  lost: true,
};
const eventNames = Object.keys(named) as readonly EventName[];

/** Makes a listener for each event. */
export function eachEvent(listenerOf: (name: EventName) => (value: never) => void): EngineEvents {
  return Object.fromEntries(eventNames.map((name) => [name, listenerOf(name)])) as unknown as EngineEvents;
}

/** Fills in listeners that do nothing for the events that have none. */
export function completeEvents(listeners: Partial<EngineEvents>): EngineEvents {
  return eachEvent((name) => listeners[name] ?? (() => {}));
}
