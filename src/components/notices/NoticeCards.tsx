import { Button, CloseButton } from '@mantine/core';
import { IconAlertTriangle, IconHistory, IconInfoCircle } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Notice } from '../../store/index.ts';
import { usePlayground } from '../../store/index.ts';
import { formatCount } from '../../words/format.ts';
import { useMayTrain } from '../transport/use-may-train.ts';
import { useEndsWithPage } from './ends-with-page.ts';
import classes from './Notices.module.css';
import { useSentences } from './sentence.ts';
import { isCard } from './slower-device.ts';

export function NoticeCards() {
  const { t } = useTranslation();
  const all = usePlayground((state) => state.notices.list);
  const list = all.filter(isCard);
  /**
   * On a phone only the newest notice is shown until the visitor asks for the others, which would
   * cover the screen.
   */
  const [unfolded, setUnfolded] = useState(false);
  return (
    <div className={classes.cards} data-folded={!unfolded || undefined}>
      {list.length > 1 && (
        <Button
          className={classes.fold}
          size="compact-sm"
          variant="default"
          aria-expanded={unfolded}
          onClick={() => setUnfolded(!unfolded)}
        >
          {unfolded ? t('notices.newestOnly') : t('notices.more', { count: list.length - 1 })}
        </Button>
      )}
      {list.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function isWrong(notice: Notice): boolean {
  if (notice.kind === 'message') return notice.message === 'gaveUp' || notice.message === 'renewed';
  return ['error', 'link', 'shards', 'lost-early'].includes(notice.kind);
}

/** Good news that requires no action. */
function isPassing(notice: Notice): boolean {
  return notice.kind === 'message' && !['linkBackend', 'update'].includes(notice.message) && !isWrong(notice);
}

function NoticeCard({ notice }: { readonly notice: Notice }) {
  const { t } = useTranslation();
  const sentences = useSentences();
  const dismiss = usePlayground((state) => state.notices.dismiss);
  const reading = usePassing(isPassing(notice), notice.count, () => dismiss(notice.id));
  // Nothing has to be done about it.
  const isCalm = useEndsWithPage()(notice);
  const wrong = isWrong(notice) && !isCalm;
  const offersRun = notice.kind === 'autosave' || notice.kind === 'reset' || notice.kind === 'kept';
  const Icon = wrong ? IconAlertTriangle : offersRun ? IconHistory : IconInfoCircle;
  return (
    <div
      className={classes.notice}
      data-wrong={wrong || undefined}
      {...(wrong ? { role: 'alert' } : {})}
      {...(isPassing(notice) ? reading : {})}
    >
      <Icon className={classes.icon} size={18} aria-hidden />
      <div className={classes.body}>
        <Sentences all={sentences(notice)} />
        {notice.count > 1 && <p className={classes.count}>{t('notices.times', { count: notice.count })}</p>}
        <Actions notice={notice} />
      </div>
      <CloseButton size="sm" aria-label={t('notices.dismiss')} onClick={() => dismiss(notice.id)} />
    </div>
  );
}

/** As many sentences as can be read at a glance; a broken link can have fourteen. */
const atOnce = 3;

function Sentences({ all }: { readonly all: readonly string[] }) {
  const { t } = useTranslation();
  // Does not hide a single sentence behind a button that takes as much room.
  const shown = all.length > atOnce + 1 ? all.slice(0, atOnce) : all;
  const rest = all.slice(shown.length);
  return (
    <>
      {shown.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {rest.length > 0 && (
        <details className={classes.more}>
          <summary>{t('notices.more', { count: rest.length })}</summary>
          {rest.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </details>
      )}
    </>
  );
}

/** A batch size to offer in place of the one that the GPU could not train with. */
function smallerBatch(notice: Notice): number | null {
  if (notice.kind === 'lost-early') return notice.smaller;
  const isOffered = notice.kind === 'error' && notice.report.code === 'step-out-of-memory';
  return isOffered ? Number(notice.report.values.batch) : null;
}

function Actions({ notice }: { readonly notice: Notice }) {
  const { t } = useTranslation();
  const {
    continueAutosave,
    discardAutosave,
    offerAnother,
    takeBackReset,
    openKept,
    startEngineAgain,
    trainWithBatchSize,
  } = usePlayground((state) => state.notices);
  const { reload } = usePlayground((state) => state.engine);
  const givenUp = usePlayground((state) => state.engine.phase === 'given-up');
  const ready = usePlayground((state) => state.engine.phase === 'ready');
  const mayTrain = useMayTrain();
  if (notice.kind === 'autosave') {
    return (
      <div className={classes.actions}>
        <Button size="xs" disabled={!ready} onClick={() => continueAutosave(notice.id)}>
          {t('notices.continueRun')}
        </Button>
        <Button size="xs" variant="default" disabled={!ready} onClick={() => discardAutosave(notice.id)}>
          {t('notices.discardRun')}
        </Button>
        {notice.others && (
          <Button size="xs" variant="subtle" disabled={!ready} onClick={() => offerAnother(notice.id)}>
            {t('notices.anotherRun')}
          </Button>
        )}
      </div>
    );
  }
  if (notice.kind === 'reset') {
    return (
      <div className={classes.actions}>
        <Button size="xs" disabled={!ready} onClick={() => takeBackReset(notice.id, t('notices.keptName'))}>
          {t('notices.takeBack')}
        </Button>
      </div>
    );
  }
  if (notice.kind === 'kept') {
    const name = t('notices.keptName');
    return (
      <div className={classes.actions}>
        <Button size="xs" disabled={!ready} onClick={() => openKept(notice.id, name)}>
          {t('notices.openKept', { step: formatCount(notice.step) })}
        </Button>
      </div>
    );
  }
  const batchSize = smallerBatch(notice);
  if (batchSize !== null && mayTrain) {
    return (
      <div className={classes.actions}>
        <Button size="xs" disabled={!ready} onClick={() => trainWithBatchSize(notice.id, batchSize)}>
          {t('notices.trainWithBatch', { batchSize })}
        </Button>
      </div>
    );
  }
  if (notice.kind === 'message' && notice.message === 'update') {
    return (
      <div className={classes.actions}>
        <Button size="xs" onClick={() => void reload()}>
          {t('notices.update')}
        </Button>
      </div>
    );
  }
  const renewed = notice.kind === 'message' && notice.message === 'renewed';
  const gaveUp = notice.kind === 'message' && notice.message === 'gaveUp';
  const engineMissing = givenUp && notice.kind === 'error' && notice.report.code === 'part-missing';
  if (renewed || gaveUp || engineMissing) {
    return (
      <div className={classes.actions}>
        {!renewed && (
          <Button size="xs" onClick={() => startEngineAgain(notice.id)}>
            {t('notices.startAgain')}
          </Button>
        )}
        <Button size="xs" {...(renewed ? {} : { variant: 'default' })} onClick={() => void reload()}>
          {t('notices.reload')}
        </Button>
      </div>
    );
  }
  return null;
}

/** Long enough to read two sentences twice. */
const staysMs = 8000;

/**
 * Removes a notice after a while, but not while it is pointed at or focused. `again`: it was
 * repeated, so the time starts again.
 */
function usePassing(passing: boolean, again: number, onPassed: () => void) {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const pass = useEffectEvent(onPassed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` begins the time anew
  useEffect(() => {
    if (!passing || pointed || focused) return;
    const timer = setTimeout(() => pass(), staysMs);
    return () => clearTimeout(timer);
  }, [passing, pointed, focused, again]);
  return {
    onPointerEnter: () => setPointed(true),
    onPointerLeave: () => setPointed(false),
    onFocus: () => setFocused(true),
    onBlur: () => setFocused(false),
  };
}
