import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconDownload, IconPrinter, IconRefresh } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { download, fileName } from '../../share/download.ts';
import { layOut, layOutNarrow } from '../../share/run-card/layout.ts';
import { cardPng } from '../../share/run-card/png.ts';
import { usePlayground } from '../../store/index.ts';
import type { KeptRun } from '../../store/runs/kept-run.ts';
import { Dialog } from '../frame/Dialog.tsx';
import { SendFile } from '../picture/SendFile.tsx';
import { CardDrawing } from './CardDrawing.tsx';
import { PrintedCard } from './PrintedCard.tsx';
import classes from './RunCardDialog.module.css';
import { useRunCard } from './use-run-card.ts';

interface RunCardDialogProps {
  readonly run: KeptRun;
  readonly name: string;
  /** A link that opens the run's experiment. */
  readonly link: string;
  /** Updates the card to the run's current state. */
  readonly onRenew: () => void;
  readonly onClose: () => void;
}

/**
 * A run on one page, to be printed, saved as a picture or sent. It shows the state at which it was
 * opened, until it is updated.
 */
export function RunCardDialog({ run, name, link, onRenew, onClose }: RunCardDialogProps) {
  const { t } = useTranslation();
  const report = usePlayground((state) => state.notices.report);
  const isNarrow = useMediaQuery('(max-width: 759px)', false, { getInitialValueInEffect: false });
  const card = useRunCard(run, name, link);
  const goesOn = usePlayground(({ run: { status } }) => status?.runId === run.runId && status.step > run.step);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words are made anew at each render, and change with the run and the language alone
  const [paper, narrow] = useMemo(() => [layOut(card), layOutNarrow(card)], [run, name, link, t]);
  const title = t('runs.card.named', { name });
  const fileParts = [t('runs.card.fileName'), run.experiment.recipe, 'seed', run.experiment.seed, 'step', run.step];
  const make = (): Promise<Blob> => cardPng(paper);
  return (
    <Dialog title={t('runs.card.title')} onClose={onClose} wide>
      {() => (
        <>
          <div className={classes.actions}>
            <Button
              leftSection={<IconDownload size={16} aria-hidden />}
              onClick={() => {
                make()
                  .then((png) => download(png, fileName(fileParts, 'png')))
                  .catch(report);
              }}
            >
              {t('runs.card.save')}
            </Button>
            <SendFile label={t('share.sendPng')} type="image/png" name={fileParts} make={make} />
            <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => print()}>
              {t('runs.card.print')}
            </Button>
            {goesOn && (
              <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={onRenew}>
                {t('runs.card.renew')}
              </Button>
            )}
          </div>
          <div className={classes.place}>
            <CardDrawing sheet={isNarrow ? narrow : paper} title={title} link={link} className={classes.card} />
          </div>
          <PrintedCard name={title}>
            <CardDrawing sheet={paper} title={title} link={link} />
          </PrintedCard>
        </>
      )}
    </Dialog>
  );
}
