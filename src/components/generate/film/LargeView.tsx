import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../frame/Dialog.tsx';
import { drawPicture } from '../../picture/draw-picture.ts';
import picture from '../../picture/Picture.module.css';
import { FilmTransport } from './FilmTransport.tsx';
import classes from './LargeView.module.css';
import { Scrubber } from './Scrubber.tsx';
import { useFilmFact, useScene } from './use-film-view.ts';

interface LargeViewProps {
  readonly picture: number;
  readonly onPick: (picture: number) => void;
  readonly onClose: () => void;
}

/** One picture as large as the window, at any step. Escape closes it. */
export function LargeView({ picture: number, onPick, onClose }: LargeViewProps) {
  const { t } = useTranslation();
  const count = useFilmFact((view) => view.scene()?.to.count ?? 1);
  const at = Math.min(number, count - 1);
  const step = (by: number, label: string, icon: React.ReactNode) => (
    <ActionIcon
      variant="default"
      size={44}
      aria-label={label}
      disabled={at + by < 0 || at + by >= count}
      onClick={() => onPick(at + by)}
    >
      {icon}
    </ActionIcon>
  );
  return (
    <Dialog title={t('generate.film.large', { number: at + 1, count })} onClose={onClose}>
      {() => (
        <div className={classes.view}>
          <div className={classes.pictures}>
            <Large part="from" picture={at} />
            <Large part="to" picture={at} />
          </div>
          <Scrubber className={classes.scrubber} />
          <div className={classes.controls}>
            <FilmTransport />
            <div className={classes.others}>
              {step(-1, t('generate.film.previous'), <IconChevronLeft size={20} aria-hidden />)}
              {step(1, t('generate.film.next'), <IconChevronRight size={20} aria-hidden />)}
            </div>
          </div>
        </div>
      )}
    </Dialog>
  );
}

function Large({ part, picture: number }: { readonly part: 'from' | 'to'; readonly picture: number }) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const atEnd = useFilmFact((view) => view.scene()?.timestep === null);
  useScene((scene) => {
    if (scene && canvas.current) drawPicture(canvas.current, scene[part], number);
  });
  const names = { from: atEnd ? 'noise' : 'noisy', to: atEnd ? 'finished' : 'predicted' } as const;
  const name = t(`generate.film.${names[part]}`);
  return (
    <figure className={classes.large}>
      <canvas ref={canvas} role="img" aria-label={name} className={picture.picture} data-testid={`large-${part}`} />
      <figcaption>{name}</figcaption>
    </figure>
  );
}
