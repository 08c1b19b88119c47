import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { missingPartOf, usePlayground } from '../../store/index.ts';
import classes from './Boundary.module.css';
import { forgetFailedDownloads } from './lazy-part.tsx';

interface BoundaryProps {
  /** Called when the part is broken, for a caller that can give up its place instead. */
  readonly onBroken?: () => void;
  readonly children: ReactNode;
}

/**
 * An error inside (a bug, or a part that could not be loaded) becomes a notice with a way back; the
 * rest of the page keeps working.
 */
export function Boundary({ onBroken, children }: BoundaryProps) {
  const report = usePlayground((state) => state.notices.report);
  return (
    <Catcher
      onError={(error) => {
        report(error);
        onBroken?.();
      }}
    >
      {children}
    </Catcher>
  );
}

interface CatcherProps {
  readonly onError: (error: unknown) => void;
  readonly children: ReactNode;
}

interface CatcherState {
  readonly broken: 'broken' | 'missing' | null;
}

class Catcher extends Component<CatcherProps, CatcherState> {
  override readonly state: CatcherState = { broken: null };

  static getDerivedStateFromError(error: unknown): CatcherState {
    return { broken: missingPartOf(error) !== null ? 'missing' : 'broken' };
  }

  override componentDidCatch(error: unknown) {
    forgetFailedDownloads();
    this.props.onError(error);
  }

  override render() {
    const { broken } = this.state;
    if (broken === null) return this.props.children;
    return <Broken how={broken} onAgain={() => this.setState({ broken: null })} />;
  }
}

/** Shown here too, because the notice itself may be the part that cannot be loaded. */
function Broken({ how, onAgain }: { readonly how: 'broken' | 'missing'; readonly onAgain: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.broken}>
      <p>{t(`boundary.${how}`)}</p>
      <Button variant="default" onClick={onAgain}>
        {t('boundary.again')}
      </Button>
    </div>
  );
}
