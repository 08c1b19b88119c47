/** Which view of the run is on show. Each change is an entry of the browser's history: Back shows what was seen before. */
import type { ViewName } from '../share/view-names.ts';
import type { Room } from './room.ts';
import type { ViewSlice } from './types.ts';

/** `note`: the page's address becomes this link. */
export function createView(room: Room, first: ViewName, note: (link: string) => void): ViewSlice {
  return {
    name: first,
    show(name) {
      if (room.get().view.name === name) return;
      room.patch('view', { name });
      if (name !== 'start') room.get().engine.prepare();
      note(room.get().share.link());
    },
  };
}
