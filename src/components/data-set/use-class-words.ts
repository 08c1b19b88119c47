import { useTranslation } from 'react-i18next';
import { shippedSet } from '../../ml/config.ts';

/**
 * The displayed name of a class: in the page's language for a shipped set, as the owner wrote it
 * for any other. Links and checkpoints use the set's own names.
 */
export function useClassWords() {
  const { t } = useTranslation();
  const words: Readonly<Record<string, string>> = t('dataSets.classNames', { returnObjects: true });
  return <Name extends string | undefined>(set: string | undefined, name: Name): Name | string =>
    name !== undefined && set !== undefined && shippedSet(set) ? (words[name] ?? name) : name;
}
