import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  readonly size?: 'xs' | 'sm';
  readonly variant?: 'filled' | 'default';
}

/**
 * Copies the text and says so until the text changes. Renders nothing where the browser does not
 * let a page copy (plain http, or in another page): the text can be selected beside it.
 */
export function CopyButton({ text, label, size = 'sm', variant = 'filled' }: CopyButtonProps) {
  const { t } = useTranslation();
  const report = usePlayground((state) => state.notices.report);
  const [copied, setCopied] = useState<string | null>(null);
  const isCopied = copied === text;
  const embedded = usePlayground((state) => state.frame.embedded);
  if (embedded || !('clipboard' in navigator)) return null;
  return (
    <Button
      size={size}
      variant={variant}
      style={{ justifySelf: 'start' }}
      leftSection={isCopied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
      onClick={() =>
        navigator.clipboard
          .writeText(text)
          .then(() => setCopied(text))
          .catch(report)
      }
    >
      <span aria-live="polite">{isCopied ? t('share.copied') : label}</span>
    </Button>
  );
}
