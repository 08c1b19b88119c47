/**
 * The connection between page and engine: birpc over anything that posts messages, with two rules
 * of our own. Errors cross as `ErrorReport` and arrive as `PlaygroundError`; data from the engine
 * is transferred.
 */
import type { ChannelOptions } from 'birpc';
import { type ErrorReport, errorKinds, PlaygroundError, reportOf } from '../ml/errors.ts';
import type { EngineCommands } from './protocol.ts';

/** The interface that a Worker, its `self` and a `MessagePort` have in common. */
export interface Endpoint {
  postMessage(message: unknown, options: { transfer: Transferable[] }): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  /** A `MessagePort` delivers nothing before it is started. */
  start?(): void;
}

/** The worker's calls, besides the engine's own commands. */
export interface EngineService extends EngineCommands {
  /**
   * Takes the Web Lock of this name and keeps it until the worker ends, for whatever reason; a page
   * that queues for the same lock then knows that it has ended. False if the host has no Web Locks.
   */
  holdForLife(lockName: string): Promise<boolean>;
}

/**
 * birpc's side of an endpoint. `transfers` names the calls whose arguments are transferred; answers
 * and events of the engine always are.
 */
export function channelOver(
  endpoint: Endpoint,
  transfers: 'everything' | readonly (keyof EngineCommands)[],
): ChannelOptions {
  const listeners = new Map<(data: unknown) => void, (event: MessageEvent<unknown>) => void>();
  return {
    post: (message: unknown) => {
      const given = transfers === 'everything' || transfers.some((name) => name === methodOf(message));
      endpoint.postMessage(message, { transfer: given ? buffersIn(message) : [] });
    },
    on: (receive) => {
      const listener = (event: MessageEvent<unknown>): void => receive(event.data);
      listeners.set(receive, listener);
      endpoint.addEventListener('message', listener);
      endpoint.start?.();
    },
    off: (receive) => {
      const listener = listeners.get(receive);
      if (listener) endpoint.removeEventListener('message', listener);
    },
    serialize: (message: unknown) => replaceError(message, reportOf),
    deserialize: (message: unknown) =>
      replaceError(message, (error) =>
        isReport(error) ? errorOf(error) : new PlaygroundError('bug', { message: String(error) }),
      ),
  };
}

/** Rebuilds the error of a report, as far as it crossed. */
function errorOf(report: ErrorReport): PlaygroundError {
  return new PlaygroundError(report.code, report.values, { cause: new Error(report.detail) });
}

function isReport(value: unknown): value is ErrorReport {
  if (!isRecord(value)) return false;
  return typeof value.code === 'string' && Object.hasOwn(errorKinds, value.code) && isRecord(value.values);
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** birpc's messages: requests carry the method in `m`, failed answers the error in `e`. */
function methodOf(message: unknown): unknown {
  return isRecord(message) ? message.m : undefined;
}

function replaceError(message: unknown, replace: (error: unknown) => unknown): unknown {
  return isRecord(message) && message.e !== undefined ? { ...message, e: replace(message.e) } : message;
}

/**
 * The buffers of all typed arrays in a message that cover their whole buffer; a view into a larger
 * one is copied instead.
 */
function buffersIn(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength) found.add(value.buffer);
  } else if (Array.isArray(value)) {
    for (const item of value) buffersIn(item, found);
  } else if (isRecord(value)) {
    for (const item of Object.values(value)) buffersIn(item, found);
  }
  return [...found];
}
