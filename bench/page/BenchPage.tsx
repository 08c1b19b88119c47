import { useTranslation } from 'react-i18next';
import { ThemeSwitch } from '../../src/components/transport/ThemeSwitch.tsx';
import { AdapterPart } from './AdapterPart.tsx';
import classes from './BenchPage.module.css';
import { CasePart } from './CasePart.tsx';
import { FailureSentence } from './FailureSentence.tsx';
import { PlanPart } from './PlanPart.tsx';
import { ProgressPart } from './ProgressPart.tsx';
import { SharePart } from './SharePart.tsx';
import { useBench } from './store.ts';

export function BenchPage() {
  const { t } = useTranslation('bench');
  const result = useBench((state) => state.result);
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <a className={classes.back} href="./">
          {t('back')}
        </a>
        <ThemeSwitch />
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
