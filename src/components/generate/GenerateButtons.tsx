import { Button } from '@mantine/core';
import { IconSparkles, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { useRunRecipe } from '../network/use-run-recipe.ts';
import { SavePng } from '../picture/SavePng.tsx';
import classes from './GenerateRoom.module.css';

export function GenerateButtons() {
  const { t } = useTranslation();
  const { result, busy, generate, cancel } = usePlayground((state) => state.generate);
  const ready = usePlayground((state) => state.engine.phase === 'ready');
  const recipe = useRunRecipe();
  return (
    <div className={classes.buttons}>
      <Button
        disabled={!ready}
        loading={busy}
        leftSection={<IconSparkles size={16} aria-hidden />}
        onClick={() => void generate()}
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
  );
}
