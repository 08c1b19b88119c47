import { useTranslation } from 'react-i18next';
import type { Pictures } from '../../store/index.ts';
import { usePlayground } from '../../store/index.ts';
import { Room } from '../frame/Room.tsx';
import { Why } from '../frame/Why.tsx';
import { Picture, PicturePlace } from '../picture/Picture.tsx';
import { NetworkFigure } from './NetworkFigure.tsx';
import classes from './PreviewRoom.module.css';

/** What goes in, what noise does to it, what the network makes of it. */
export function PreviewRoom() {
  const { t } = useTranslation();
  const preview = usePlayground((state) => state.preview.newest);
  const when = preview && (preview.step > 0 ? t('preview.step', { step: preview.step }) : t('preview.untrained'));
  return (
    <Room
      title={t('preview.title')}
      about={t('preview.about')}
      aside={<output className={classes.when}>{when}</output>}
    >
      <div className={classes.rows}>
        <Row row="clean" pictures={preview?.clean} />
        <Row row="noisy" pictures={preview?.noisy} />
        <NetworkFigure />
        <Row row="output" pictures={preview?.output} />
      </div>
    </Room>
  );
}

const places = [0, 1, 2, 3, 4, 5, 6, 7];

interface RowProps {
  readonly row: 'clean' | 'noisy' | 'output';
  readonly pictures: Pictures | undefined;
}

function Row({ row, pictures }: RowProps) {
  const { t } = useTranslation();
  const name = t(`preview.${row}`);
  return (
    <div className={classes.row} role="group" aria-label={name}>
      <Why reason={t(`preview.${row}Why`)}>
        <h3 className={classes.name}>{name}</h3>
      </Why>
      <div className={classes.pictures}>
        {places.map((index) =>
          pictures && index < pictures.count ? (
            <Picture
              key={index}
              pictures={pictures}
              index={index}
              label={t('preview.image', { row: name, number: index + 1 })}
              testId={`preview-${row}`}
            />
          ) : (
            <PicturePlace key={index} />
          ),
        )}
      </div>
    </div>
  );
}
