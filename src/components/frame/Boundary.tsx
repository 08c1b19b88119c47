import { Component, type ReactNode } from 'react';
import { usePlayground } from '../../store/index.ts';

/** What breaks inside (a bug, a part that could not be loaded) becomes a notice and a gap; the rest of the page goes on. */
export function Boundary({ children }: { readonly children: ReactNode }) {
  const report = usePlayground((state) => state.notices.report);
  return <Catcher onError={report}>{children}</Catcher>;
}

interface CatcherProps {
  readonly onError: (error: unknown) => void;
  readonly children: ReactNode;
}

class Catcher extends Component<CatcherProps, { readonly broken: boolean }> {
  override readonly state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch(error: unknown) {
    this.props.onError(error);
  }

  override render() {
    return this.state.broken ? null : this.props.children;
  }
}
