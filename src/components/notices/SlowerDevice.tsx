import { Suspense, useState } from 'react';
import { usePlayground } from '../../store/index.ts';
import { Boundary } from '../frame/Boundary.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import { isSlowerDevice, slowedIn } from './slower-device.ts';

const SlowerDeviceLine = lazyPart(async () => (await import('./SlowerDeviceLine.tsx')).SlowerDeviceLine);

/**
 * Without WebGPU: one line above the view, where it covers nothing, until the visitor closes it. A
 * page that leaves training out says nothing of training.
 */
export function SlowerDevice() {
  const view = usePlayground((state) => state.view.name);
  const notice = usePlayground((state) => state.notices.list.find(isSlowerDevice));
  const leavesTrainingOut = usePlayground(({ frame }) => frame.hidden.includes('training'));
  /**
   * The notice that was shown before the line left with a view: it is no news when the line is
   * back.
   */
  const [known, setKnown] = useState<number | null>(null);
  if (!notice || view === 'start' || (leavesTrainingOut && slowedIn[view] === 'training')) return null;
  return (
    <Boundary>
      <Suspense>
        <SlowerDeviceLine notice={notice} view={view} isNews={known !== notice.id} onLeave={setKnown} />
      </Suspense>
    </Boundary>
  );
}
