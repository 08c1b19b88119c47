import { Loader, Tabs } from '@mantine/core';
import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { repairSizes } from '../../ml/config.ts';
import { runSet, usePlayground } from '../../store/index.ts';
import { useClassWords } from '../data-set/use-class-words.ts';
import { Boundary } from '../frame/Boundary.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import { usePictureShape } from '../network/use-network.ts';
import { NumberField } from '../parameters/NumberField.tsx';
import type { ChosenSize } from '../restore-source/picture-size.ts';
import classes from './SourceTabs.module.css';

// Rare and heavy: loaded when their tab is opened.
const UploadSource = lazyPart(async () => (await import('../restore-source/UploadSource.tsx')).UploadSource);
const DrawSource = lazyPart(async () => (await import('../restore-source/DrawSource.tsx')).DrawSource);

const tabs = ['test-image', 'upload', 'draw'] as const;
type Tab = (typeof tabs)[number];
const words = { 'test-image': 'repair.testImage', upload: 'repair.upload', draw: 'repair.draw' } as const;

export function SourceTabs() {
  const { t } = useTranslation();
  const { take, source, pickTestImage } = usePlayground((state) => state.restore);
  const index = usePlayground((state) => state.look.restoreImage);
  const shape = usePictureShape();
  const { add, mended } = usePlayground((state) => state.notices);
  const { files: arrived, over, ask } = usePlayground((state) => state.arrivals);
  const [tab, setTab] = useState<Tab>('test-image');
  const { restoreSize, set } = usePlayground((state) => state.look);
  /** The size for the visitor's own picture. */
  const size: ChosenSize = restoreSize === 'network' || restoreSize === 'own' ? restoreSize : Number(restoreSize);
  const setSize = (chosen: ChosenSize): void => {
    const named = repairSizes.find((one) => one === String(chosen));
    if (named) set({ restoreSize: named });
  };
  /** A tab that was opened once stays mounted and keeps what the visitor did there. */
  const [visited, setVisited] = useState<ReadonlySet<Tab>>(new Set(['test-image']));

  const show = (next: Tab): void => {
    setTab(next);
    setVisited(new Set([...visited, next]));
    if (next === 'test-image' && source === 'own') void pickTestImage(index);
  };
  const place = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState<readonly File[]>([]);
  if (arrived !== seen && arrived.length > 0) {
    setSeen(arrived);
    show('upload');
  }
  useEffect(() => {
    if (arrived.length > 0) place.current?.scrollIntoView({ block: 'nearest' });
  }, [arrived]);
  const shown = usePlayground((state) => state.view.name === 'repair');
  const asked = shown && tab === 'upload';
  useEffect(() => ask(asked), [ask, asked]);
  const contents: Readonly<Record<Tab, ReactNode>> = {
    'test-image': <TestImageSource />,
    upload: (
      <UploadSource
        shape={shape}
        active={tab === 'upload'}
        size={size}
        onSize={setSize}
        arrived={arrived}
        over={over}
        onPicture={take}
        onOpened={() => mended('picture')}
        onError={(error) => add({ kind: 'error', report: error })}
      />
    ),
    draw: <DrawSource shape={shape} active={tab === 'draw'} sized={{ size, onSize: setSize }} onPicture={take} />,
  };

  return (
    <Tabs
      value={tab}
      onChange={(value) => show(tabs.find((name) => name === value) ?? 'test-image')}
      ref={place}
      className={classes.tabs}
      data-over={over || undefined}
    >
      <Tabs.List aria-label={t('repair.source')}>
        {tabs.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {t(words[name])}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((name) => (
        <Tabs.Panel key={name} value={name} className={classes.panel}>
          {visited.has(name) && (
            <Boundary>
              <Suspense fallback={<Loader size="sm" />}>{contents[name]}</Suspense>
            </Boundary>
          )}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function TestImageSource() {
  const { t } = useTranslation();
  const index = usePlayground((state) => state.look.restoreImage);
  const { name, source, pickTestImage } = usePlayground((state) => state.restore);
  const ready = usePlayground((state) => state.engine.phase === 'ready');
  const set = usePlayground(runSet);
  const classWord = useClassWords();
  const count = set?.counts.test;
  return (
    <div className={classes.testImage}>
      <NumberField
        parameter="restoreImage"
        value={index}
        {...(count !== undefined && { max: Math.max(0, count - 1) })}
        dice={t('restore.dice')}
        disabled={!ready}
        onChange={(next) => void pickTestImage(next)}
      />
      <p className={classes.name}>
        {source === 'test-image' && name && t('repair.shows', { name: classWord(set?.id, name) })}
      </p>
    </div>
  );
}
