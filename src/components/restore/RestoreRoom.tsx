import { Button, NativeSelect } from '@mantine/core';
import { IconWand } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { Room } from '../frame/Room.tsx';
import { Why } from '../frame/Why.tsx';
import { NumberField } from '../parameters/NumberField.tsx';
import { NoiseSlider } from './NoiseSlider.tsx';
import { RestoreResults } from './RestoreResults.tsx';
import classes from './RestoreRoom.module.css';
import { SourceTabs } from './SourceTabs.tsx';

export function RestoreRoom() {
  const { t } = useTranslation();
  return (
    <Room title={t('restore.title')} about={t('restore.about')}>
      <SourceTabs />
      <Damage />
      <RestoreResults />
    </Room>
  );
}

function Damage() {
  const { t } = useTranslation();
  const { restoreSeed, set } = usePlayground((state) => state.look);
  const { original, busy, baseline, setBaseline, restore } = usePlayground((state) => state.restore);
  const ready = usePlayground((state) => state.engine.phase === 'ready');
  return (
    <div className={classes.damage}>
      <NoiseSlider />
      <NumberField
        parameter="restoreSeed"
        value={restoreSeed}
        dice={t('parametersRoom.dice')}
        onChange={(seed) => set({ restoreSeed: seed })}
      />
      <Why reason={t(`restore.${baseline}Why`)}>
        <NativeSelect
          size="sm"
          label={t('restore.baseline')}
          value={baseline}
          data={[
            { value: 'bilateral', label: t('restore.bilateral') },
            { value: 'gaussian', label: t('restore.gaussian') },
          ]}
          onChange={({ currentTarget }) => setBaseline(currentTarget.value === 'gaussian' ? 'gaussian' : 'bilateral')}
        />
      </Why>
      <Button
        disabled={!ready || !original}
        loading={busy}
        leftSection={<IconWand size={16} aria-hidden />}
        onClick={restore}
      >
        {t('restore.action')}
      </Button>
    </div>
  );
}
