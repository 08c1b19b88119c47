import { useTranslation } from 'react-i18next';
import type { BoardCell } from '../../store/board.ts';
import { usePlayground } from '../../store/index.ts';
import { FilmFileButtons } from '../generate/save/FilmFileButtons.tsx';

/**
 * Duration of a picture: a walk of sixteen takes about three seconds, with longer stops at its
 * ends.
 */
const frameMs = 160;
const endMs = 900;
const perRow = 8;

export function SaveWalk({ cell }: { readonly cell: BoardCell }) {
  const { t } = useTranslation();
  const link = usePlayground((state) => state.share.link);
  const { pictures, seed, call } = cell;
  if (!pictures) return null;
  const to = call.walk?.seed ?? seed;
  const reel = Array.from({ length: pictures.count }, (_, index) => ({
    pictures,
    index,
    milliseconds: index === 0 || index === pictures.count - 1 ? endMs : frameMs,
  }));
  const rows = Array.from({ length: Math.ceil(pictures.count / perRow) }, (_, row) => ({
    label: '',
    cells: Array.from({ length: Math.min(perRow, pictures.count - row * perRow) }, (_, column) => {
      const index = row * perRow + column;
      return { pictures, index, caption: t('paint.walk.at', { number: index + 1, count: pictures.count }) };
    }),
  }));
  const sheet = () => ({ title: t('paint.walk.sheetTitle', { from: seed, to }), rows, footer: link() });
  return <FilmFileButtons name={[t('paint.walk.fileName'), seed, to]} reel={() => reel} sheet={sheet} />;
}
