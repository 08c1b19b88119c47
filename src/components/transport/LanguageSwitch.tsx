import { IconLanguage } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type LanguageTag, languages, languageTags } from '../../words/languages.ts';
import { Why } from '../frame/Why.tsx';
import classes from './LanguageSwitch.module.css';

/** Offers each language by its own name, under an icon that readers of any language understand. */
export function LanguageSwitch({ onChoose }: { readonly onChoose: (tag: LanguageTag) => void }) {
  const { t, i18n } = useTranslation();
  const label = t('language.label');
  return (
    <span className={classes.switch}>
      <IconLanguage size={18} aria-hidden />
      <Why reason={label}>
        <select
          className={classes.select}
          aria-label={label}
          value={i18n.language}
          onChange={({ currentTarget }) => {
            const chosen = languageTags.find((tag) => tag === currentTarget.value);
            if (chosen) onChoose(chosen);
          }}
        >
          {languageTags.map((tag) => (
            <option key={tag} value={tag} lang={tag}>
              {languages[tag].name}
            </option>
          ))}
        </select>
      </Why>
    </span>
  );
}
