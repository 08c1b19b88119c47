import '../../words/notices.ts';
import { CloseButton } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { QuestionMark } from '../frame/QuestionMark.tsx';
import { errorSentence } from './error-sentence.ts';
import classes from './SlowerDeviceLine.module.css';
import { type SlowerDeviceNotice, slowerKey, type WorkingView } from './slower-device.ts';

interface SlowerDeviceLineProps {
  readonly notice: SlowerDeviceNotice;
  readonly view: WorkingView;
}

/** What this costs in the view, in one sentence; the “?” says why, and where there is WebGPU. */
export function SlowerDeviceLine({ notice, view }: SlowerDeviceLineProps) {
  const { t } = useTranslation();
  const dismiss = usePlayground((state) => state.notices.dismiss);
  return (
    <div className={classes.line} role="alert">
      <IconInfoCircle className={classes.icon} size={16} aria-hidden />
      <p className={classes.text}>{t(`notices.slower.${slowerKey(view, notice)}`)}</p>
      <QuestionMark term="WebGPU" reason={errorSentence(t, notice.report)} />
      <CloseButton size="sm" aria-label={t('notices.dismiss')} onClick={() => dismiss(notice.id)} />
    </div>
  );
}
