import { Tabs } from '@mantine/core';
import { type ComponentType, Suspense, useDeferredValue, useState } from 'react';
import { type ViewName, viewNames } from '../../share/view-names.ts';
import { usePlayground } from '../../store/index.ts';
import { Boundary } from '../frame/Boundary.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import { LearnView } from '../learn/LearnView.tsx';
import classes from './Views.module.css';

const start = lazyPart(async () => (await import('../start/StartView.tsx')).StartView);
/** The view of an address without a link. It replaces the first paint of index.html at once. */
export const preloadStart = start.preload;

const parts: Readonly<Record<ViewName, ComponentType>> = {
  start,
  learn: LearnView,
  paint: lazyPart(async () => (await import('../paint/PaintView.tsx')).PaintView),
  repair: lazyPart(async () => (await import('./RepairView.tsx')).RepairView),
  runs: lazyPart(async () => (await import('../runs/RunsView.tsx')).RunsView),
};

/** The current view. Views that were open before stay mounted, hidden and unchanged. */
export function Views() {
  const shown = usePlayground((state) => state.view.name);
  const [visited, setVisited] = useState<ReadonlySet<ViewName>>(new Set([shown]));
  if (!visited.has(shown)) setVisited(new Set([...visited, shown]));
  // Deferred, so that rendering a view does not block the press and its effects.
  const rendered = useDeferredValue(visited);
  return viewNames.map((name) => {
    const Part = parts[name];
    return (
      <Tabs.Panel key={name} value={name} keepMounted className={classes.view}>
        {rendered.has(name) ? (
          <Boundary>
            <Suspense fallback={<div className={classes.loading} />}>
              <Part />
            </Suspense>
          </Boundary>
        ) : (
          name === shown && <div className={classes.loading} />
        )}
      </Tabs.Panel>
    );
  });
}
