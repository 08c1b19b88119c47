import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from '../../src/components/transport/LanguageSwitch.tsx';
import { ThemeSwitch } from '../../src/components/transport/ThemeSwitch.tsx';
import { languageIn, languageLink, withLanguage } from '../../src/share/link-language.ts';
import type { LanguageTag } from '../../src/words/languages.ts';
import { rememberLanguage } from '../../src/words/opening-language.ts';
import { AdapterPart } from './AdapterPart.tsx';
import classes from './BenchPage.module.css';
import { CasePart } from './CasePart.tsx';
import { cameFromPage } from './came-from.ts';
import { FailureSentence } from './FailureSentence.tsx';
import { PlanPart } from './PlanPart.tsx';
import { ProgressPart } from './ProgressPart.tsx';
import { SharePart } from './SharePart.tsx';
import { useBench } from './store.ts';
import { speakBench } from './words.ts';

const entriesThen = history.length;

/** A press that opens a new tab or window follows the link. */
function goBack(event: MouseEvent): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const { referrer } = document;
  if (!cameFromPage({ referrer, address: location.href, entriesThen, entriesNow: history.length })) return;
  event.preventDefault();
  history.back();
}

export function BenchPage() {
  const { t } = useTranslation('bench');
  const result = useBench((state) => state.result);
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <a className={classes.back} href={`./${languageLink(languageIn(location.href))}`} onClick={goBack}>
          {t('back')}
        </a>
        <div className={classes.switches}>
          <LanguageSwitch onChoose={choose} />
          <ThemeSwitch />
        </div>
      </header>
      <main className={classes.main}>
        <div>
          <h1 className={classes.title}>{t('title')}</h1>
          <p className={classes.tagline}>{t('tagline')}</p>
        </div>
        <FailureSentence />
        <PlanPart />
        <ProgressPart />
        {result && (
          <>
            {result.cases.map((found) => (
              <CasePart key={found.name} found={found} />
            ))}
            {result.cases.length > 0 && <p className={classes.explain}>{t('result.explain')}</p>}
            <AdapterPart result={result} />
            {result.cases.length > 0 && <SharePart result={result} />}
          </>
        )}
      </main>
    </div>
  );
}

/** From now on the browser remembers the language, so the address need not name it. */
function choose(tag: LanguageTag): void {
  rememberLanguage(tag);
  history.replaceState(history.state, '', withLanguage(location.href, null));
  speakBench(tag).catch(reportError);
}
