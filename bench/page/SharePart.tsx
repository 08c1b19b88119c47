import { Button, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload, IconFileText } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PanelFrame } from '../../src/components/frame/PanelFrame.tsx';
import { withoutLink } from '../../src/share/link-address.ts';
import type { Result } from './result.ts';
import { encodeResult } from './result-link.ts';
import { resultText } from './result-text.ts';
import classes from './SharePart.module.css';
import { isBusy, useBench } from './store.ts';

type Copied = 'link' | 'text' | 'failed' | null;

export function SharePart({ result }: { readonly result: Result }) {
  const { t } = useTranslation('bench');
  const busy = useBench(isBusy);
  const link = useLink(result);
  const [copied, setCopied] = useState<Copied>(null);
  const copy = (what: 'link' | 'text', text: string): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(what),
      () => setCopied('failed'),
    );
  };
  if (busy) return null;
  return (
    <PanelFrame title={t('share.title')} about={t('share.about')}>
      <TextInput label={t('share.link')} value={link} readOnly onFocus={(event) => event.currentTarget.select()} />
      <div className={classes.actions}>
        {'clipboard' in navigator && (
          <>
            <CopyButton done={copied === 'link'} icon={IconCopy} onClick={() => copy('link', link)}>
              {t(copied === 'link' ? 'share.copied' : 'share.copyLink')}
            </CopyButton>
            <CopyButton
              done={copied === 'text'}
              icon={IconFileText}
              onClick={() => copy('text', resultText(t, result, link))}
            >
              {t(copied === 'text' ? 'share.copied' : 'share.copyText')}
            </CopyButton>
          </>
        )}
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => download(`${t('share.fileName')}.json`, result)}
        >
          {t('share.download')}
        </Button>
      </div>
      <p role="status" className={classes.failed}>
        {copied === 'failed' && t('share.failed')}
      </p>
    </PanelFrame>
  );
}

interface CopyButtonProps {
  readonly done: boolean;
  readonly icon: typeof IconCopy;
  readonly onClick: () => void;
  readonly children: string;
}

function CopyButton({ done, icon, onClick, children }: CopyButtonProps) {
  const Icon = done ? IconCheck : icon;
  return (
    <Button variant="default" leftSection={<Icon size={16} aria-hidden />} onClick={onClick}>
      <span aria-live="polite">{children}</span>
    </Button>
  );
}

/** The address that contains the result; empty while the result is being packed. */
function useLink(result: Result): string {
  const [link, setLink] = useState('');
  useEffect(() => {
    let current = true;
    void encodeResult(result).then((fragment) => {
      if (current) setLink(withoutLink(location.href) + fragment);
    });
    return () => {
      current = false;
    };
  }, [result]);
  return link;
}

function download(name: string, result: Result): void {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(result, null, 2)}\n`], { type: 'application/json' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
