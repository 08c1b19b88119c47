import { NativeSelect, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { offeredSides } from '../../own-pictures/limits.ts';
import type { CollectOptions, OwnImport } from '../../store/own-import.ts';
import classes from './OwnPictures.module.css';
import { useOwnImport } from './use-own-import.ts';

/**
 * Size, colours and cut. Each change reads the files again, because only the small pictures are
 * kept in memory.
 */
export function ReadOptions({ own }: { readonly own: OwnImport }) {
  const { t } = useTranslation();
  const options = useOwnImport(own, (state) => state.options);
  const mirrors = useOwnImport(own, (state) => state.mirrors);
  const change = (next: Partial<CollectOptions>): void => void own.setOptions(next);
  return (
    <fieldset className={classes.options}>
      <legend className={classes.heading}>{t('ownPictures.options.label')}</legend>
      <NativeSelect
        label={t('ownPictures.options.side')}
        value={String(options.side)}
        data={[...new Set([...offeredSides, options.side])].map((side) => ({
          value: String(side),
          label: t('ownPictures.options.sideOption', { side }),
        }))}
        onChange={({ currentTarget }) => change({ side: Number(currentTarget.value) })}
      />
      <NativeSelect
        label={t('ownPictures.options.channels')}
        value={String(options.channels)}
        data={[
          { value: '3', label: t('ownPictures.options.colour') },
          { value: '1', label: t('ownPictures.options.grey') },
        ]}
        onChange={({ currentTarget }) => change({ channels: currentTarget.value === '1' ? 1 : 3 })}
      />
      <NativeSelect
        label={t('ownPictures.options.fit')}
        value={options.fit}
        data={[
          { value: 'crop', label: t('ownPictures.options.crop') },
          { value: 'fit', label: t('ownPictures.options.whole') },
        ]}
        onChange={({ currentTarget }) => change({ fit: currentTarget.value === 'fit' ? 'fit' : 'crop' })}
      />
      <SheetOptions sheet={options.sheet} onChange={(sheet) => change({ sheet })} />
      <div className={classes.switches}>
        <Switch
          label={t('ownPictures.options.classes')}
          checked={options.classes}
          onChange={({ currentTarget }) => change({ classes: currentTarget.checked })}
        />
        <Switch
          label={t('ownPictures.options.mirrors')}
          checked={mirrors}
          onChange={({ currentTarget }) => own.set({ mirrors: currentTarget.checked })}
        />
      </div>
    </fieldset>
  );
}

type Sheet = NonNullable<CollectOptions['sheet']>;

const firstGrids: Readonly<Record<Sheet['by'], Sheet>> = {
  count: { by: 'count', columns: 4, rows: 4 },
  size: { by: 'size', width: 32, height: 32 },
};

interface SheetOptionsProps {
  readonly sheet: CollectOptions['sheet'];
  readonly onChange: (sheet: CollectOptions['sheet']) => void;
}

function SheetOptions({ sheet, onChange }: SheetOptionsProps) {
  const { t } = useTranslation();
  return (
    <>
      <NativeSelect
        label={t('ownPictures.options.sheet')}
        value={sheet?.by ?? 'none'}
        data={[
          { value: 'none', label: t('ownPictures.options.sheetNone') },
          { value: 'count', label: t('ownPictures.options.sheetCount') },
          { value: 'size', label: t('ownPictures.options.sheetSize') },
        ]}
        onChange={({ currentTarget: { value } }) =>
          onChange(value === 'count' || value === 'size' ? firstGrids[value] : null)
        }
      />
      {sheet?.by === 'count' && (
        <>
          <Count
            label={t('ownPictures.options.columns')}
            value={sheet.columns}
            onChange={(columns) => onChange({ ...sheet, columns })}
          />
          <Count
            label={t('ownPictures.options.rows')}
            value={sheet.rows}
            onChange={(rows) => onChange({ ...sheet, rows })}
          />
        </>
      )}
      {sheet?.by === 'size' && (
        <>
          <Count
            label={t('ownPictures.options.tileWidth')}
            value={sheet.width}
            onChange={(width) => onChange({ ...sheet, width })}
          />
          <Count
            label={t('ownPictures.options.tileHeight')}
            value={sheet.height}
            onChange={(height) => onChange({ ...sheet, height })}
          />
        </>
      )}
    </>
  );
}

interface CountProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

const largestCount = 16_384;

/**
 * A whole number takes effect when the field is left, or on Enter, so that a sheet is not cut again
 * at every key.
 */
function Count({ label, value, onChange }: CountProps) {
  const [text, setText] = useState(String(value));
  const commit = (): void => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= 1 && number <= largestCount) {
      if (number !== value) onChange(number);
    } else setText(String(value));
  };
  return (
    <TextInput
      label={label}
      inputMode="numeric"
      value={text}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={commit}
      onKeyDown={({ key }) => key === 'Enter' && commit()}
    />
  );
}
