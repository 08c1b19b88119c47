import { Chip, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { embedCode, type HideablePart, hideableParts, writeFrame } from '../../share/page-frame.ts';
import { CopyButton } from './CopyButton.tsx';
import classes from './LinkParts.module.css';

/**
 * For teachers and authors: a link that hides parts of the page that a class does not need, and the
 * HTML to embed this view in another page.
 */
export function EmbedPart({ link }: { readonly link: string }) {
  const { t } = useTranslation();
  const [hidden, setHidden] = useState<readonly HideablePart[]>([]);
  const framed = link + writeFrame({ embedded: false, hidden });
  const code = embedCode(framed, t('page.name'));
  return (
    <details className={classes.part}>
      <summary>{t('share.embed.show')}</summary>
      <div className={classes.fields}>
        <fieldset className={classes.boxes}>
          <legend className={classes.legend}>{t('share.embed.hide')}</legend>
          <Chip.Group
            multiple
            value={[...hidden]}
            onChange={(chosen) => setHidden(hideableParts.filter((part) => chosen.includes(part)))}
          >
            {hideableParts.map((part) => (
              <Chip key={part} value={part} size="xs">
                {t(`share.embed.parts.${part}`)}
              </Chip>
            ))}
          </Chip.Group>
        </fieldset>
        <TextInput
          label={t('share.embed.address')}
          value={framed}
          readOnly
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton text={framed} label={t('share.embed.copyAddress')} variant="default" />
        <Textarea
          label={t('share.embed.code')}
          description={t(hidden.includes('parameters') ? 'share.embed.aboutWithout' : 'share.embed.about')}
          value={code}
          rows={5}
          readOnly
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton text={code} label={t('share.embed.copyCode')} variant="default" />
      </div>
    </details>
  );
}
