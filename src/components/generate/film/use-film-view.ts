import { createContext, useContext, useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { usePlaygroundStore } from '../../../store/index.ts';
import { FilmView } from './film-view.ts';
import type { Scene } from './scene.ts';

export const FilmViewContext = createContext<FilmView | null>(null);

/** For the component that owns the film. */
export function useNewFilmView(): FilmView {
  const store = usePlaygroundStore();
  const [view] = useState(() => new FilmView(store));
  useEffect(() => view.connect(), [view]);
  return view;
}

export function useFilmView(): FilmView {
  const view = useContext(FilmViewContext);
  if (!view) throw new Error('no film above this component');
  return view;
}

/** Calls `draw` with the current scene and after each change, without rendering. */
export function useScene(draw: (scene: Scene | null) => void): void {
  const view = useFilmView();
  useLayoutEffect(() => {
    draw(view.scene());
    return view.subscribe(() => draw(view.scene()));
  });
}

/** Renders only when the picked value has changed: a string, a number, a boolean or null. */
export function useFilmFact<Fact extends string | number | boolean | null>(pick: (view: FilmView) => Fact): Fact {
  const view = useFilmView();
  return useSyncExternalStore(view.subscribe, () => pick(view));
}
