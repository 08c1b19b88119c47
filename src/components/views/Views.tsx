import { Tabs } from '@mantine/core';
import { type ComponentType, Suspense, useDeferredValue, useState } from 'react';
import { type ViewName, viewNames } from '../../share/view-names.ts';
import { usePlayground } from '../../store/index.ts';
import { Boundary } from '../frame/Boundary.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import { LearnView } from '../learn/LearnView.tsx';
import classes from './Views.module.css';

const start = lazyPart(async () => (await import('../start/StartView.tsx')).StartView);
/** The view of a bare address, rendered at once in place of index.html's first sight. */
export const preloadStart = start.preload;

const parts: Readonly<Record<ViewName, ComponentType>> = {
  start,
  learn: LearnView,
  paint: lazyPart(async () => (await import('../paint/PaintView.tsx')).PaintView),
  repair: lazyPart(async () => (await import('./RepairView.tsx')).RepairView),
  runs: lazyPart(async () => (await import('../runs/RunsView.tsx')).RunsView),
};

/** The view on show. One that was open before stays as it was left, hidden. */
export function Views() {
  const shown = usePlayground((state) => state.view.name);
  const [visited, setVisited] = useState<ReadonlySet<ViewName>>(new Set([shown]));
  if (!visited.has(shown)) setVisited(new Set([...visited, shown]));
  // In slices: what was pressed, and what it leads to, goes on meanwhile.
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
