import { Boundary } from './Boundary.tsx';
import { PanelFrame, type PanelFrameProps } from './PanelFrame.tsx';

/** One part of the playground. An error inside it leaves the other panels alone. */
export function Panel({ children, ...frame }: PanelFrameProps) {
  return (
    <PanelFrame {...frame}>
      <Boundary>{children}</Boundary>
    </PanelFrame>
  );
}
