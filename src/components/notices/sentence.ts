import { useTranslation } from 'react-i18next';
import type { NoticeBody } from '../../store/index.ts';

/** What a notice says, in the page's language: a sentence, or one for each thing that a link has wrong. */
export function useSentences(): (notice: NoticeBody) => readonly string[] {
  const { t, i18n } = useTranslation();
  return (notice) => {
    switch (notice.kind) {
      case 'error': {
        const { code, values } = notice.report;
        return [`${t(`errors.${code}.what`, values)} ${t(`errors.${code}.remedy`, values)}`.trim()];
      }
      case 'link':
        return notice.notices.map(({ code, values }) => t(`link.${code}`, { ...values }));
      case 'autosave': {
        const { savedAt, step, epoch } = notice.autosave;
        const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }).format(
          savedAt,
        );
        return [t('notices.autosave', { when, step, epoch: epoch + 1 })];
      }
      case 'message':
        return [t(`notices.messages.${notice.message}`, notice.values)];
      default:
        return notice satisfies never;
    }
  };
}
