import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PanelFrame } from '../../src/components/frame/PanelFrame.tsx';
import { formatDate } from '../../src/words/format.ts';
import classes from './AdapterPart.module.css';
import { threeDigits } from './numbers.ts';
import type { Result } from './result.ts';
import { useBench } from './store.ts';

/** The device of the measurement, and what it can do at best. */
export function AdapterPart({ result }: { readonly result: Result }) {
  const { t } = useTranslation('bench');
  const origin = useBench((state) => state.origin);
  const { adapter, browser, features, versions, limits, measuredAt } = result;
  const when = formatDate(measuredAt, 'long');
  return (
    <PanelFrame title={t('adapter.title')} about={t(origin === 'link' ? 'adapter.shared' : 'adapter.own', { when })}>
      <dl className={classes.facts}>
        <Fact name={t('adapter.name')}>{adapter}</Fact>
        <Fact name={t('adapter.browser')}>{browser}</Fact>
        <Fact name={t('adapter.features')}>{features.join(', ') || t('adapter.none')}</Fact>
        <Fact name={t('adapter.versions')}>{versions.map(([name, version]) => `${name} ${version}`).join(', ')}</Fact>
      </dl>
      {limits && (
        <>
          <h3 className={classes.subtitle}>{t('adapter.limitsTitle')}</h3>
          <dl className={classes.limits}>
            <Fact name={t('adapter.fma')}>{t('adapter.gflops', { value: threeDigits(limits.fma) })}</Fact>
            <Fact name={t('adapter.gemm')}>{t('adapter.gflops', { value: threeDigits(limits.gemm) })}</Fact>
            <Fact name={t('adapter.copy')}>{t('adapter.gigabytes', { value: threeDigits(limits.copy) })}</Fact>
            <Fact name={t('adapter.dispatch')}>
              {t('adapter.microseconds', { value: threeDigits(limits.dispatch) })}
            </Fact>
          </dl>
        </>
      )}
    </PanelFrame>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
