import { Chip, NativeSelect, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { embedCode, type HideablePart, hideableParts } from '../../share/page-frame.ts';
import { type LanguageTag, languageOf, languageTags } from '../../words/languages.ts';
import { CopyButton } from './CopyButton.tsx';
import classes from './LinkParts.module.css';

interface EmbedPartProps {
  readonly open: boolean;
  /** The link with the choices made here. */
  readonly link: string;
  readonly hidden: readonly HideablePart[];
  /** Null: each reader's own language. */
  readonly language: LanguageTag | null;
  /** What to know of the parts that are left out. */
  readonly advice: ReactNode;
  readonly onOpen: (open: boolean) => void;
  readonly onHide: (hidden: readonly HideablePart[]) => void;
  readonly onLanguage: (language: LanguageTag | null) => void;
}

/**
 * For teachers and authors: what the link leaves out of the page, the language it opens in, and the
 * HTML to embed this view in another page.
 */
export function EmbedPart({ open, link, hidden, language, advice, onOpen, onHide, onLanguage }: EmbedPartProps) {
  const { t } = useTranslation();
  const code = embedCode(link, t('page.name'));
  return (
    <details className={classes.part} open={open} onToggle={({ currentTarget }) => onOpen(currentTarget.open)}>
      <summary>{t('share.embed.show')}</summary>
      <div className={classes.fields}>
        <fieldset className={classes.boxes}>
          <legend className={classes.legend}>{t('share.embed.hide')}</legend>
          <Chip.Group
            multiple
            value={[...hidden]}
            onChange={(chosen) => onHide(hideableParts.filter((part) => chosen.includes(part)))}
          >
            {hideableParts.map((part) => (
              <Chip key={part} value={part} size="xs">
                {t(`share.embed.parts.${part}`)}
              </Chip>
            ))}
          </Chip.Group>
        </fieldset>
        {open && advice}
        <NativeSelect
          label={t('share.embed.language')}
          value={language ?? ''}
          onChange={({ currentTarget: { value } }) => onLanguage(languageTags.find((tag) => tag === value) ?? null)}
        >
          <option value="">{t('share.embed.ownLanguage')}</option>
          {languageTags.map((tag) => (
            <option key={tag} value={tag} lang={tag}>
              {languageOf(tag).name}
            </option>
          ))}
        </NativeSelect>
        <CopyButton text={link} label={t('share.copy')} variant="default" />
        <Textarea
          label={t('share.embed.code')}
          description={t('share.embed.about')}
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
