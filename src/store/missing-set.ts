/**
 * Asks the visitor for a set of own pictures that this browser does not have, by name, count and
 * hash.
 */
import { reportOf } from '../ml/errors.ts';
import type { StoreContext } from './context.ts';

/**
 * Whether the error reports a missing set. If so, opens the panel, and calls `again` once the set
 * has been added.
 */
export function asksForSet(context: Pick<StoreContext, 'get'>, error: unknown, again: () => void): boolean {
  const { code, values } = reportOf(error);
  if (code !== 'data-set-missing') return false;
  const id = `own-${String(values.hash).slice(0, 16)}`;
  const name = values.name === id ? '' : String(values.name);
  const { side } = values;
  // An error from the host alone has the id of the set, but not its shape.
  const shape = typeof side === 'number' ? { shape: { side, channels: values.channels === 1 ? 1 : 3 } as const } : {};
  context.get().ownPictures.want({ id, name, count: Number(values.count), ...shape }, again);
  return true;
}
