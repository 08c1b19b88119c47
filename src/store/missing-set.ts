/** A set of own pictures that something wants and this browser does not have is asked for by name, count and hash. */
import { reportOf } from '../ml/errors.ts';
import type { StoreContext } from './context.ts';

/** Whether that is what the error says. Then the panel opens, and `again` is called once the set has been added. */
export function asksForSet(context: Pick<StoreContext, 'get'>, error: unknown, again: () => void): boolean {
  const { code, values } = reportOf(error);
  if (code !== 'data-set-missing') return false;
  const id = `own-${String(values.hash).slice(0, 16)}`;
  const name = values.name === id ? '' : String(values.name);
  const { side } = values;
  // A host alone knows the id only.
  const shape = typeof side === 'number' ? { shape: { side, channels: values.channels === 1 ? 1 : 3 } as const } : {};
  context.get().ownPictures.want({ id, name, count: Number(values.count), ...shape }, again);
  return true;
}
