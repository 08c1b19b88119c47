import { Button, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Repair } from '../../store/repair.ts';
import { brushUnit } from './brushed.ts';
import classes from './Fields.module.css';
import { useRepaired } from './use-repair.ts';

/** In pixels of a picture 32 pixels wide; they scale with the picture. */
const sizes = [1, 2, 3, 5, 8];

/** The brush for the hole. */
export function BrushFields({ repair }: { readonly repair: Repair }) {
  const { t } = useTranslation();
  const { size, erasing } = useRepaired(repair, (state) => state.brush);
  const unit = useRepaired(repair, ({ damaged }) => (damaged ? brushUnit(damaged) : 1));
  return (
    <div className={classes.brush}>
      <NativeSelect
        size="sm"
        className={classes.number}
        label={t('repair.brush.size')}
        value={String(size)}
        data={sizes.map((value) => ({
          value: String(value),
          label: t('repair.brush.pixels', { value: value * unit }),
        }))}
        onChange={({ currentTarget }) => repair.setBrush({ size: Number(currentTarget.value), erasing: false })}
      />
      <div className={classes.brushButtons}>
        <Button
          variant={erasing ? 'filled' : 'default'}
          aria-pressed={erasing}
          onClick={() => repair.setBrush({ size, erasing: !erasing })}
        >
          {t('repair.brush.erase')}
        </Button>
        <Button variant="default" onClick={() => repair.setHole('square')}>
          {t('repair.brush.square')}
        </Button>
        <Button variant="default" onClick={() => repair.setHole('none')}>
          {t('repair.brush.clear')}
        </Button>
      </div>
      <p className={classes.brushHint}>{t('repair.brush.hint')}</p>
    </div>
  );
}
