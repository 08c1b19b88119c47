import { PlaygroundError } from '../../ml/errors.ts';
import { usePlayground } from '../../store/index.ts';
import { useArrivals } from './use-arrivals.ts';

/** Takes files that are dropped or pasted anywhere on the page, in any view. Renders nothing. */
export function Arrivals() {
  const { asked, take, setOver } = usePlayground((state) => state.arrivals);
  const report = usePlayground((state) => state.notices.report);
  useArrivals({
    onFiles: (brought) => void take(brought),
    onError: report,
    onNothing: () => report(new PlaygroundError('image-none')),
    onOver: setOver,
    asked,
  });
  return null;
}
