import { Button } from '@mantine/core';
import { IconSparkles, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { GenerateResult } from '../../store/index.ts';
import { usePlayground } from '../../store/index.ts';
import { Room } from '../frame/Room.tsx';
import { NumberField } from '../parameters/NumberField.tsx';
import { Picture, PicturePlace } from '../picture/Picture.tsx';
import { SavePng } from '../picture/SavePng.tsx';
import classes from './GenerateRoom.module.css';

export function GenerateRoom() {
  const { t } = useTranslation();
  const { generateSeed, generateCount, set } = usePlayground((state) => state.look);
  const { result, busy, generate, cancel } = usePlayground((state) => state.generate);
  const ready = usePlayground((state) => state.engine.phase === 'ready');
  const recipe = usePlayground((state) => state.run.draft.recipe);
  return (
    <Room title={t('generate.title')} about={t('generate.about')}>
      <div className={classes.controls}>
        <div className={classes.seed}>
          <NumberField
            parameter="generateSeed"
            value={generateSeed}
            dice={t('parametersRoom.dice')}
            onChange={(seed) => set({ generateSeed: seed })}
          />
        </div>
        <div className={classes.count}>
          <NumberField
            parameter="generateCount"
            value={generateCount}
            onChange={(count) => set({ generateCount: count })}
          />
        </div>
        <Button
          disabled={!ready}
          loading={busy}
          leftSection={<IconSparkles size={16} aria-hidden />}
          onClick={generate}
        >
          {t('generate.action')}
        </Button>
        {busy && (
          <Button variant="default" leftSection={<IconX size={16} aria-hidden />} onClick={cancel}>
            {t('generate.cancel')}
          </Button>
        )}
        {result && !busy && (
          <SavePng
            label={t('generate.savePng')}
            pictures={result.samples}
            name={[recipe, t('generate.fileName'), 'seed', result.seed, 'step', result.step]}
          />
        )}
      </div>
      <Pairs result={result} places={generateCount} />
      <Provenance result={result} />
    </Room>
  );
}

/** Noise beside what became of it. */
function Pairs({ result, places }: { readonly result: GenerateResult | null; readonly places: number }) {
  const { t } = useTranslation();
  const count = result?.samples.count ?? places;
  return (
    <div className={classes.results}>
      <div className={classes.pairs} aria-hidden>
        <div className={`${classes.pair} ${classes.legend}`}>
          <span>{t('generate.noise')}</span>
          <span className={classes.arrow} />
          <span>{t('generate.sample')}</span>
        </div>
      </div>
      <ol className={classes.pairs}>
        {Array.from({ length: count }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the picture
          <li key={index} className={classes.pair}>
            {result ? (
              <Picture
                pictures={result.noise}
                index={index}
                label={t('generate.noiseNumber', { number: index + 1 })}
                testId="noise"
              />
            ) : (
              <PicturePlace />
            )}
            <span className={classes.arrow} aria-hidden />
            {result ? (
              <Picture
                pictures={result.samples}
                index={index}
                label={t('generate.sampleNumber', { number: index + 1 })}
                testId="sample"
              />
            ) : (
              <PicturePlace />
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Provenance({ result }: { readonly result: GenerateResult | null }) {
  const { t } = useTranslation();
  const stale = usePlayground((state) => result !== null && (state.run.status?.step ?? 0) > result.step);
  const imported = usePlayground((state) => state.run.status?.origin === 'checkpoint');
  if (!result) return <p className={classes.note}>{t('generate.empty')}</p>;
  const before = t(imported ? 'generate.fromImported' : 'generate.fromUntrained');
  return (
    <p className={classes.note}>
      {result.step > 0 ? t('generate.from', { step: result.step }) : before}
      {stale && ` · ${t('generate.stale')}`}
    </p>
  );
}
