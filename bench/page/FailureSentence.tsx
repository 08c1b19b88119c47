import { useTranslation } from 'react-i18next';
import { errorSentence } from '../../src/components/notices/error-sentence.ts';
import classes from './FailureSentence.module.css';
import { useBench } from './store.ts';

/** In the page from the beginning, so that a screen reader announces what is put into it. */
export function FailureSentence() {
  const failure = useBench((state) => state.failure);
  const { t } = useTranslation();
  const { t: own } = useTranslation('bench');
  return (
    <div role="alert" className={failure ? classes.failure : undefined}>
      {sentence()}
    </div>
  );

  /** The main page's remedies mention its run, which does not exist here. */
  function sentence(): string | null {
    if (failure === null) return null;
    if (failure === 'bad-link') return own('failed.link');
    switch (failure.code) {
      case 'webgpu-missing':
        return errorSentence(t, failure, own('failed.noWebGPU'));
      case 'part-missing':
        return errorSentence(t, failure);
      default:
        return errorSentence(t, failure, own('failed.stopped'));
    }
  }
}
