import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shownCounts } from '../../ml/config.ts';
import { runSet, usePlayground } from '../../store/index.ts';
import { useClassWords } from '../data-set/use-class-words.ts';
import { Picture, PicturePlace } from '../picture/Picture.tsx';
import classes from './SampleGrid.module.css';
import { tileGrid } from './tile-grid.ts';

/** Number of images in the sample. */
const { dataSample: most } = shownCounts;

/** As many of the first training images as fit into the panel. */
export function SampleGrid() {
  const { t } = useTranslation();
  const sample = usePlayground((state) => state.data.sample);
  const missing = usePlayground(({ engine }) => engine.failure?.startsWith('data-') ?? false);
  if (missing) return <p className={classes.missing}>{t('data.missing')}</p>;
  return <Tiles label={t(sample ? 'data.sample' : 'data.loading')} />;
}

function Tiles({ label }: { readonly label: string }) {
  const { t } = useTranslation();
  const sample = usePlayground((state) => state.data.sample);
  const set = usePlayground(runSet);
  const classWord = useClassWords();
  const box = useRef<HTMLElement>(null);
  const [{ columns, count }, setGrid] = useState(() => tileGrid(0, 0, most));
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = (): void => {
      const next = tileGrid(element.clientWidth, element.clientHeight, most);
      setGrid((grid) => (grid.columns === next.columns && grid.count === next.count ? grid : next));
    };
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    return () => resized.disconnect();
  }, []);
  const places = Array.from({ length: count }, (_, index) => index);
  return (
    <section ref={box} className={classes.box} aria-label={label}>
      <div className={classes.grid} style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
        {places.map((index) =>
          sample && index < sample.pictures.count ? (
            <Picture
              key={index}
              pictures={sample.pictures}
              index={index}
              label={
                classWord(set?.id, set?.classNames[sample.labels[index] ?? 0]) ??
                t('data.unnamed', { number: index + 1 })
              }
            />
          ) : (
            <PicturePlace key={index} />
          ),
        )}
      </div>
    </section>
  );
}
