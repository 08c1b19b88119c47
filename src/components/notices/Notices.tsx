import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { Boundary } from '../frame/Boundary.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import classes from './Notices.module.css';
import { isCard } from './slower-device.ts';

const loadCards = async () => (await import('./NoticeCards.tsx')).NoticeCards;
const NoticeCards = lazyPart(loadCards);

/**
 * Placed over the page's corner, so that nothing moves when a notice comes. Errors interrupt a
 * screen reader; other notices wait.
 */
export function Notices() {
  const { t } = useTranslation();
  const some = usePlayground((state) => state.notices.list.some(isCard));
  // Loaded with the first notice or after the second step: early enough that a failed connection
  // can still be reported, and after everything that a first step waits for.
  const trained = usePlayground((state) => (state.run.status?.step ?? 0) > 1);
  useEffect(() => {
    if (trained) loadCards().catch(() => {});
  }, [trained]);
  return (
    <section className={classes.notices} aria-label={t('page.notices')} aria-live="polite">
      {some && (
        <Boundary>
          <Suspense>
            <NoticeCards />
          </Suspense>
        </Boundary>
      )}
    </section>
  );
}
