import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import classes from './Boundary.module.css';
import { forgetFailedDownloads } from './lazy-part.tsx';

interface BoundaryProps {
  /** Called once the part is broken, where its place can be given up instead. */
  readonly onBroken?: () => void;
  readonly children: ReactNode;
}

/** What breaks inside (a bug, a part that could not be loaded) becomes a notice and a way back; the rest of the page goes on. */
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

class Catcher extends Component<CatcherProps, { readonly broken: boolean }> {
  override readonly state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch(error: unknown) {
    forgetFailedDownloads();
    this.props.onError(error);
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return <Broken onAgain={() => this.setState({ broken: false })} />;
  }
}

function Broken({ onAgain }: { readonly onAgain: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.broken}>
      <p>{t('boundary.broken')}</p>
      <Button variant="default" onClick={onAgain}>
        {t('boundary.again')}
      </Button>
    </div>
  );
}
