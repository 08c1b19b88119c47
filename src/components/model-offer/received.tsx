import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ModelProgress } from '../../store/index.ts';
import { formatMegabytes } from '../../words/format.ts';

interface ReceivedProps {
  readonly progress: ModelProgress;
  readonly className?: string | undefined;
}

/** The part of the model that has been received; nothing while its size is unknown. */
export function ReceivedBar({ progress: { receivedBytes, totalBytes }, className }: ReceivedProps) {
  const { t } = useTranslation();
  if (!totalBytes) return null;
  return (
    <Progress.Root size={4} transitionDuration={200} className={className}>
      <Progress.Section
        value={Math.min(100, (100 * receivedBytes) / totalBytes)}
        aria-label={t('modelOffer.progress')}
      />
    </Progress.Root>
  );
}

/** In MB, and of how many. */
export function useReceived({ receivedBytes, totalBytes }: ModelProgress): string {
  const { t } = useTranslation();
  const received = formatMegabytes(receivedBytes);
  return totalBytes === null
    ? t('modelOffer.received', { received })
    : t('modelOffer.receivedOf', { received, total: formatMegabytes(totalBytes) });
}
