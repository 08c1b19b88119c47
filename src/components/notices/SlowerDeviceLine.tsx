import '../../words/notices.ts';
import { CloseButton } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { sentenceGap } from '../../words/format.ts';
import { QuestionMark } from '../frame/QuestionMark.tsx';
import { errorSentence } from './error-sentence.ts';
import classes from './SlowerDeviceLine.module.css';
import { type SlowerDeviceNotice, slowedIn, slowerKey, type WorkingView } from './slower-device.ts';

interface SlowerDeviceLineProps {
  readonly notice: SlowerDeviceNotice;
  readonly view: WorkingView;
  /** Whether it interrupts a screen reader. */
  readonly isNews: boolean;
  /** Called with the notice's id when the line is no longer shown. */
  readonly onLeave: (id: number) => void;
}

/**
 * What is missing, and what this costs in the view; the “?” says why, and where there is WebGPU.
 * Only the first sentence is an alert: the second changes with the view, which a screen reader
 * reads then.
 */
export function SlowerDeviceLine({ notice, view, isNews, onLeave }: SlowerDeviceLineProps) {
  const { t } = useTranslation();
  const dismiss = usePlayground((state) => state.notices.dismiss);
  const { id } = notice;
  useEffect(() => () => onLeave(id), [id, onLeave]);
  const key = slowerKey(notice);
  return (
    <div className={classes.line}>
      <IconInfoCircle className={classes.icon} size={16} aria-hidden />
      <p className={classes.text}>
        <span role={isNews ? 'alert' : undefined}>{t(`notices.slower.${key}.missing`)}</span>
        {sentenceGap()}
        {t(`notices.slower.${key}.${slowedIn[view]}`)}
      </p>
      <QuestionMark term="WebGPU" reason={errorSentence(t, notice.report)} />
      <CloseButton size="sm" aria-label={t('notices.dismiss')} onClick={() => dismiss(id)} />
    </div>
  );
}
