import { useTranslation } from 'react-i18next';
import type { Reel, SheetRow } from '../../../store/film-files.ts';
import { usePlayground, usePlaygroundStore } from '../../../store/index.ts';
import { FilmFileButtons } from './FilmFileButtons.tsx';

/** Steps on a contact sheet, beside the result. */
const sheetSteps = 7;
/** Pictures on the contact sheet. */
const sheetPictures = 8;

/** The film of the last call as a contact sheet, a GIF or a WebM. */
export function SaveFilm({ name }: { readonly name: readonly (string | number)[] }) {
  const { t } = useTranslation();
  const store = usePlaygroundStore();
  const link = usePlayground((state) => state.share.link);
  const reel = async (): Promise<Reel> => {
    const { reelOf } = await import('../../../store/film-files.ts');
    const { film, result } = store.getState().generate;
    return result ? reelOf(film, result) : [];
  };
  const sheet = (): { title: string; rows: readonly SheetRow[]; footer: string } => {
    const { film, result } = store.getState().generate;
    const places = Array.from({ length: sheetSteps }, (_, i) => Math.round((i * (film.length - 1)) / (sheetSteps - 1)));
    const chosen = [...new Set(places)].flatMap((place) => film[place] ?? []);
    const count = Math.min(sheetPictures, result?.samples.count ?? 0);
    const rows = Array.from(
      { length: count },
      (_, index): SheetRow => ({
        label: t('generate.sampleNumber', { number: index + 1 }),
        cells: [
          ...chosen.map(({ noisy, index: step }) => ({
            pictures: noisy,
            index,
            caption: t('generate.save.step', { step: step + 1 }),
          })),
          ...(result ? [{ pictures: result.samples, index, caption: t('generate.save.result') }] : []),
        ],
      }),
    );
    return { title: t('generate.save.sheetTitle'), rows, footer: link() };
  };
  return <FilmFileButtons name={name} reel={reel} sheet={sheet} />;
}
