import { useTranslation } from 'react-i18next';
import { shippedSet } from '../../ml/config.ts';

/** What a class is called: of a set that ships in the page's language, of any other as its owner calls it. Links and checkpoints have the set's own names. */
export function useClassWords() {
  const { t } = useTranslation();
  const words: Readonly<Record<string, string>> = t('dataSets.classNames', { returnObjects: true });
  return <Name extends string | undefined>(set: string | undefined, name: Name): Name | string =>
    name !== undefined && set !== undefined && shippedSet(set) ? (words[name] ?? name) : name;
}
