import '../../words/tasks.ts';
import { useTranslation } from 'react-i18next';
import { readyMadeIn } from '../../share/model-address.ts';
import { shorten } from '../../share/shorten.ts';
import { missingTaskModel, usePlayground } from '../../store/index.ts';
import { OpeningModel } from '../model-offer/OpeningModel.tsx';

const mostLetters = 40;

/** The progress of the exercise's model, or the button that opens it, while it is not open. */
export function TaskModel() {
  const { t } = useTranslation();
  const missing = usePlayground(missingTaskModel);
  const propose = usePlayground((state) => state.modelOffer.propose);
  if (!missing) return <OpeningModel />;
  const { address, link } = missing;
  const readyMade = readyMadeIn(address);
  const name = readyMade ? t(`modelNames.${readyMade}`, { defaultValue: readyMade }) : shorten(address, mostLetters);
  return (
    <OpeningModel
      otherwise={{
        text: t('tasks.modelMissing', { name }),
        action: t('tasks.openModel'),
        onAction: () => propose(address, { namedBy: 'task', link }),
      }}
    />
  );
}
