import { Suspense, useState } from 'react';
import { leavesOut } from '../../share/page-frame.ts';
import { usePlayground } from '../../store/index.ts';
import { Boundary } from '../frame/Boundary.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import { isSlowerDevice, slowedIn } from './slower-device.ts';

const SlowerDeviceLine = lazyPart(async () => (await import('./SlowerDeviceLine.tsx')).SlowerDeviceLine);

/**
 * One line above the view, shown without WebGPU until the visitor closes it; there it covers
 * nothing. A page that leaves training out does not mention training.
 */
export function SlowerDevice() {
  const view = usePlayground((state) => state.view.name);
  const notice = usePlayground((state) => state.notices.list.find(isSlowerDevice));
  const leavesTrainingOut = usePlayground(({ frame }) => leavesOut(frame, 'training'));
  /**
   * The id of the notice that was shown when the line last left with a view. When the line comes
   * back, that notice is not news.
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
