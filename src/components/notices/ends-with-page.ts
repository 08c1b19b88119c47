import { hasPart } from '../../share/page-frame.ts';
import { isUnsaved, type NoticeBody, usePlayground } from '../../store/index.ts';

/**
 * Whether the notice says no more than that the run ends with the page. The remedy for a run that
 * cannot be saved is to export it, which takes Share.
 */
export function useEndsWithPage(): (notice: NoticeBody) => boolean {
  const exports = usePlayground(({ frame }) => hasPart(frame, 'share'));
  return (notice) => !exports && isUnsaved(notice);
}
