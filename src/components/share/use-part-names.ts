import { useTranslation } from 'react-i18next';
import type { HideablePart } from '../../share/page-frame.ts';
import { formatList } from '../../words/format.ts';

/** Names parts of the page in a sentence. */
export function usePartNames(): (parts: readonly HideablePart[]) => string {
  const { t } = useTranslation();
  return (parts) => formatList(parts.map((part) => t(`share.embed.parts.${part}`)));
}
