import { Button } from '@mantine/core';
import { IconId } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import type { KeptRun } from '../../store/runs/kept-run.ts';
import { Boundary } from '../frame/Boundary.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';

const RunCardDialog = lazyPart(async () => (await import('./RunCardDialog.tsx')).RunCardDialog);

interface RunCardButtonProps {
  readonly run: KeptRun;
  readonly name: string;
  readonly link: string;
  readonly size?: 'xs';
}

/** Opens the card of a kept run. */
export function RunCardButton({ run, name, link, size }: RunCardButtonProps) {
  const { t } = useTranslation();
  const load = usePlayground((state) => state.runs.load);
  const report = usePlayground((state) => state.notices.report);
  /** The run's state when the card was opened or updated; the run itself may train on. */
  const [shown, setShown] = useState<KeptRun | null>(null);
  const showNewest = (): void => {
    load()
      .then(async (kept) => {
        await kept.flush();
        setShown(kept.list.getState().runs.find(({ id }) => id === run.id) ?? run);
      })
      .catch(report);
  };
  return (
    <>
      <Button
        variant="default"
        {...(size && { size })}
        leftSection={<IconId size={16} aria-hidden />}
        aria-haspopup="dialog"
        onClick={showNewest}
      >
        {t('share.card')}
      </Button>
      {shown && (
        <Boundary onBroken={() => setShown(null)}>
          <Suspense>
            <RunCardDialog run={shown} name={name} link={link} onRenew={showNewest} onClose={() => setShown(null)} />
          </Suspense>
        </Boundary>
      )}
    </>
  );
}
