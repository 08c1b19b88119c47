import { useTranslation } from 'react-i18next';
import { type DataSetFacts, shippedSetNames } from '../../ml/config.ts';
import type { KnownSet } from '../../store/index.ts';
import { formatCount, joinSentences } from '../../words/format.ts';

const shippedName = (id: string) => shippedSetNames.find((name) => name === id);

/** Keys of the words. */
export const colours = { 1: 'grey', 3: 'colour', 4: 'alpha' } as const;

/** The name and the facts of a set in words. */
export function useSetWords() {
  const { t } = useTranslation();
  const licenceOf = ({ id, licence }: { readonly id: string; readonly licence: string }): string => {
    const name = shippedName(id);
    return (name && t(`dataSets.sets.${name}.licence`)) || licence;
  };
  return {
    licenceOf,
    nameOf(set: { readonly id: string; readonly name?: string }): string {
      const name = shippedName(set.id);
      return name ? t(`dataSets.sets.${name}.name`) : (set.name ?? set.id);
    },
    aboutOf(set: KnownSet | null): string {
      if (!set) return t('dataSets.aboutMissing');
      const name = shippedName(set.id);
      const { side, channels, classNames, counts } = set;
      return t('dataSets.about', {
        about: name ? t(`dataSets.sets.${name}.about`) : t('dataSets.ownAbout'),
        images: formatCount(counts.train),
        held: formatCount(counts.test),
        side,
        colours: t(`dataSets.colours.${colours[channels]}`),
        classes: t('dataSets.classes', { count: classNames.length }),
      });
    },
    /** Undefined if there is nothing to say: a visitor's own pictures need no credit. */
    sourceOf(set: DataSetFacts): string | undefined {
      const { source } = set;
      const name = shippedName(set.id);
      const licence = licenceOf(set);
      if (!source && !licence) return undefined;
      const credit = name && t(`dataSets.sets.${name}.credit`);
      return joinSentences(t('dataSets.source', { source, licence }), credit);
    },
  };
}
