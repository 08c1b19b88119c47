import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { type ChosenSize, extentOf } from './picture-size.ts';

interface SizeFieldProps {
  /** The available sizes. */
  readonly sizes: readonly ChosenSize[];
  readonly size: ChosenSize;
  readonly picture: { readonly width: number; readonly height: number };
  /** The side of the network's pictures. */
  readonly side: number;
  readonly onChange: (size: ChosenSize) => void;
}

/**
 * The size at which the picture is repaired, and which methods suit which size. Hidden if there is
 * only one.
 */
export function SizeField({ sizes, size, picture, side, onChange }: SizeFieldProps) {
  const { t } = useTranslation();
  const kind = usePlayground((state) => state.run.status?.network.kind);
  if (sizes.length < 2) return null;
  const nameOf = (one: ChosenSize) => {
    const extent = extentOf(one, picture, side);
    if (one === 'network') return t('restoreSource.size.network', { ...extent });
    return t(one === 'own' ? 'restoreSource.size.own' : 'restoreSource.size.square', { ...extent });
  };
  return (
    <NativeSelect
      size="sm"
      label={t('restoreSource.size.label')}
      description={kind && t(`restoreSource.size.suits.${kind}`, { side })}
      value={String(size)}
      data={sizes.map((one) => ({ value: String(one), label: nameOf(one) }))}
      onChange={({ currentTarget }) => {
        const chosen = sizes.find((one) => String(one) === currentTarget.value);
        if (chosen !== undefined) onChange(chosen);
      }}
    />
  );
}
