import { Suspense } from 'react';
import { usePlayground } from '../../store/index.ts';
import { Boundary } from '../frame/Boundary.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import { isSlowerDevice } from './slower-device.ts';

const SlowerDeviceLine = lazyPart(async () => (await import('./SlowerDeviceLine.tsx')).SlowerDeviceLine);

/** Without WebGPU: one line above the view, where it covers nothing, until the visitor closes it. */
export function SlowerDevice() {
  const view = usePlayground((state) => state.view.name);
  const notice = usePlayground((state) => state.notices.list.find(isSlowerDevice));
  if (!notice || view === 'start') return null;
  return (
    <Boundary>
      <Suspense>
        <SlowerDeviceLine notice={notice} view={view} />
      </Suspense>
    </Boundary>
  );
}
