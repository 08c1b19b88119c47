import { useTranslation } from 'react-i18next';
import type { Repair, RepairRow } from '../../store/repair.ts';
import { formatFixed } from '../../words/format.ts';
import { useClassNames } from '../generate/ClassField.tsx';
import { useRunRecipe } from '../network/use-network.ts';
import { SaveImage, SavePng } from '../picture/SavePng.tsx';
import classes from './RepairTable.module.css';
import { repairFileName, rowInWords } from './repair-in-words.ts';
import { useRepaired } from './use-repair.ts';

interface SaveRepairProps {
  readonly repair: Repair;
  readonly shown: RepairRow;
  /** The sentence below the table. */
  readonly verdict: string | null;
}

/**
 * Saves the shown picture, pixel for pixel, or a sheet to post: the picture beside the damaged one,
 * large and with its figures.
 */
export function SaveRepair({ repair, shown, verdict }: SaveRepairProps) {
  const { t } = useTranslation();
  const recipe = useRunRecipe();
  const classNames = useClassNames();
  const kind = useRepaired(repair, (state) => state.kind);
  const damaged = useRepaired(repair, ({ rows }) => rows.find(({ name }) => name === 'damaged'));
  const name = repairFileName(shown, kind, recipe);
  const figures = ({ quality }: RepairRow) => ({
    psnr: formatFixed(quality.psnr, 1),
    ssim: formatFixed(quality.ssim, 3),
  });
  async function sheet(before: RepairRow): Promise<Blob> {
    const { beforeAfterPng } = await import('../../share/before-after.ts');
    const by = [t(`repair.names.${shown.name}`), rowInWords(shown, classNames, t)]
      .filter(Boolean)
      .join(t('page.clause'));
    const values = { before: figures(before), after: figures(shown), by };
    return beforeAfterPng({
      before: {
        pictures: before.pictures,
        title: t('repair.sheet.before', { damage: t(`choices.restoreDamage.${kind}`) }),
      },
      after: { pictures: shown.pictures, title: by },
      sentences: [t('repair.sheet.figures', values), ...(verdict ? [verdict] : []), t('page.name')],
    });
  }
  return (
    <div className={classes.presses}>
      <SavePng label={t('repair.savePng')} pictures={shown.pictures} name={name} />
      {damaged && shown !== damaged && (
        <SaveImage
          label={t('repair.sheet.save')}
          sendLabel={t('repair.sheet.send')}
          name={[...name, 'before-after']}
          make={() => sheet(damaged)}
        />
      )}
    </div>
  );
}
