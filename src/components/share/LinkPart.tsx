import { Button, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shippedSet } from '../../ml/config.ts';
import { usePlayground } from '../../store/index.ts';
import classes from './ShareDialog.module.css';

/** The link, and what it promises. Where the browser does not let a page copy (plain http), the field selects itself. */
export function LinkPart() {
  const { t } = useTranslation();
  const link = usePlayground((state) => state.share.link());
  const reproduces = usePlayground((state) => state.share.linkReproduces());
  const report = usePlayground((state) => state.notices.report);
  const rateChanged = usePlayground(
    ({ run: { status } }) => status !== null && status.learningRate !== status.experiment.learningRate,
  );
  const ofOwnSet = usePlayground(({ run: { status, draft } }) => !shippedSet((status?.experiment ?? draft).data));
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard
      .writeText(link)
      .then(() => setCopied(true))
      .catch(report);
  };
  const send = (): void => {
    navigator.share({ title: t('page.name'), text: t('page.tagline'), url: link }).catch((error: unknown) => {
      // Closing the system's sheet is no error.
      if (!(error instanceof DOMException && error.name === 'AbortError')) report(error);
    });
  };
  return (
    <section className={classes.part}>
      <TextInput label={t('share.link')} value={link} readOnly onFocus={(event) => event.currentTarget.select()} />
      <div className={classes.actions}>
        {'clipboard' in navigator && (
          <Button
            leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            onClick={copy}
          >
            <span aria-live="polite">{t(copied ? 'share.copied' : 'share.copy')}</span>
          </Button>
        )}
        {'share' in navigator && (
          <Button variant="default" leftSection={<IconSend size={16} aria-hidden />} onClick={send}>
            {t('share.send')}
          </Button>
        )}
      </div>
      <p className={classes.about}>
        {t(reproduces ? 'share.promise' : 'share.settingsOnly')} {rateChanged && t('share.rateChanged')}{' '}
        {ofOwnSet && t('share.ownPictures')}
      </p>
    </section>
  );
}
