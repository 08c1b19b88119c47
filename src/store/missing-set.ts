/** A set of own pictures that something wants and this browser does not have is asked for by name, count and hash. */
import { reportOf } from '../ml/errors.ts';
import type { Room } from './room.ts';

/** Whether that is what the error says. Then the panel opens, and `again` is called once the set has been added. */
export function asksForSet(room: Room, error: unknown, again: () => void): boolean {
  const { code, values } = reportOf(error);
  if (code !== 'data-set-missing') return false;
  const id = `own-${String(values.hash).slice(0, 16)}`;
  const name = values.name === id ? '' : String(values.name);
  room.get().ownPictures.want({ id, name, count: Number(values.count) }, again);
  return true;
}
