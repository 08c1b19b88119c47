import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { download, fileName } from '../../share/download.ts';
import type { Board, BoardCell } from '../../store/board.ts';
import { usePlayground } from '../../store/index.ts';
import { SendFile } from '../picture/SendFile.tsx';
import { useBoard } from './use-paint.ts';

interface SaveBoardProps {
  readonly board: Board;
  readonly name: string;
  readonly title: string;
  readonly labelOf: (cell: BoardCell) => string;
}

/** Most pictures of a cell on the sheet. */
const mostPictures = 12;

/** The pictures of all cells, with the settings that made them. */
export function SaveBoard({ board, name, title, labelOf }: SaveBoardProps) {
  const { t } = useTranslation();
  const link = usePlayground((state) => state.share.link);
  const report = usePlayground((state) => state.notices.report);
  const done = useBoard(board, ({ busy, cells }) => !busy && cells.some(({ state }) => state === 'done'));
  if (!done) return null;
  const make = async (): Promise<Blob> => {
    const { contactSheetPng } = await import('../../store/film-files.ts');
    const rows = board.store.getState().cells.flatMap((cell) => {
      const { pictures } = cell;
      if (!pictures) return [];
      const count = Math.min(mostPictures, pictures.count);
      const cells = Array.from({ length: count }, (_, index) => ({ pictures, index, caption: '' }));
      return [{ label: labelOf(cell), cells }];
    });
    return contactSheetPng({ title, rows, footer: link() });
  };
  const save = async (): Promise<void> => download(await make(), fileName([name], 'png'));
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        onClick={() => void save().catch(report)}
      >
        {t('paint.saveSheet')}
      </Button>
      <SendFile label={t('share.sendPng')} type="image/png" name={[name]} make={make} />
    </>
  );
}
