import '../../words/notices.ts';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ErrorReport, NoticeBody } from '../../store/index.ts';
import { formatCount, formatDate } from '../../words/format.ts';
import { useEndsWithPage } from './ends-with-page.ts';
import { errorSentence, shortened } from './error-sentence.ts';

/** The text of a notice in the page's language: one sentence, or one for each mistake in a link. */
export function useSentences(): (notice: NoticeBody) => readonly string[] {
  const { t } = useTranslation();
  const endsWithPage = useEndsWithPage();
  return (notice) => {
    switch (notice.kind) {
      case 'error':
        return [endsWithPage(notice) ? t('notices.runEnds') : errorSentence(t, notice.report)];
      case 'link':
        return notice.notices.map(({ code, values }) => t(`link.${code}`, { ...values }));
      case 'autosave': {
        const { savedAt, step, epoch, experiment } = notice.autosave;
        const recipe = t(`recipes.${experiment.recipe}.name`);
        const when = formatDate(savedAt);
        return [t('notices.autosave', { recipe, when, step, epoch: epoch + 1 })];
      }
      case 'shards':
        return shardSentences(t, notice.reports);
      case 'reset':
        return [notice.step === 0 ? t('notices.resetModel') : t('notices.reset', { step: notice.step })];
      case 'kept':
        return [t('notices.kept', { step: formatCount(notice.step) })];
      case 'lost-early':
        return [notice.smaller === null ? t('notices.lostEarlyAtOne') : t('notices.lostEarly', notice)];
      case 'message':
        return [t(`notices.messages.${notice.message}`, withModelName(t, shortened(notice.values)))];
      default:
        return notice satisfies never;
    }
  };
}

/** An opened checkpoint is named after its file, a ready-made model as on the page. */
function withModelName(t: TFunction, values: ErrorReport['values']): ErrorReport['values'] {
  const { name } = values;
  return name === undefined ? values : { ...values, name: t(`modelNames.${name}`, { defaultValue: String(name) }) };
}

/**
 * Exported for its test. A single file has its own sentence. For several files, a sentence gives
 * their number and one name; missing and damaged files are listed separately.
 */
export function shardSentences(t: TFunction, reports: readonly ErrorReport[]): readonly string[] {
  const [first] = reports;
  if (!first || reports.length === 1) return first ? [errorSentence(t, first)] : [];
  const sentenceOf = (code: ErrorReport['code'], key: 'shardsMissing' | 'shardsCorrupt'): readonly string[] => {
    const files = reports.filter((report) => report.code === code).map(({ values }) => String(values.file));
    return files.length > 0 ? [t(`notices.${key}`, { count: files.length, first: files.toSorted()[0] })] : [];
  };
  return [
    ...sentenceOf('data-shard-missing', 'shardsMissing'),
    ...sentenceOf('data-shard-corrupt', 'shardsCorrupt'),
    t(`errors.${first.code}.remedy`),
  ];
}
