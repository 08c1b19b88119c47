import { Boundary } from './Boundary.tsx';
import { Panel, type PanelProps } from './Panel.tsx';

/** One part of the playground: what fails in it takes no other part along. */
export function Room({ children, ...panel }: PanelProps) {
  return (
    <Panel {...panel}>
      <Boundary>{children}</Boundary>
    </Panel>
  );
}
