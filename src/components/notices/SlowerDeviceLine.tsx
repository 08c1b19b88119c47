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
  /** Whether a screen reader is interrupted. */
  readonly isNews: boolean;
  /** Called with the notice's id when the line is no longer shown. */
  readonly onLeave: (id: number) => void;
}

/**
 * Says what is missing and what that costs in this view; the “?” says why, and where WebGPU is
 * available. Only the first sentence is an alert, because the second changes with the view, and
 * screen readers read a new view anyway.
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
