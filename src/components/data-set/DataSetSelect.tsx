import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { recipeNames, recipes, shippedSetNames, shippedSets, suits } from '../../ml/config.ts';
import { formSet, type KnownSet, usePlayground } from '../../store/index.ts';
import { Explained } from '../frame/Explained.tsx';
import { useSetWords } from './use-set-words.ts';

/** The data set to learn from: those that ship with the page, and the visitor's own. */
export function DataSetSelect({ className }: { readonly className: string | undefined }) {
  const { t } = useTranslation();
  const { nameOf, aboutOf } = useSetWords();
  const chosen = usePlayground((state) => state.run.draft.data);
  const set = usePlayground(formSet);
  const own = usePlayground((state) => state.dataSets.own);
  const choose = usePlayground((state) => state.run.chooseDataSet);
  const shipped = shippedSetNames.map((name) => shippedSets[name]);
  const option = (one: KnownSet) => ({ value: one.id, label: nameOf(one), disabled: !suitsAny(one) });
  const data = [
    ...(set ? [] : [{ value: chosen, label: t('dataSets.missing'), disabled: true }]),
    ...(own.length === 0
      ? shipped.map(option)
      : [
          { group: t('dataSets.shipped'), items: shipped.map(option) },
          { group: t('dataSets.own'), items: own.map(option) },
        ]),
  ];
  return (
    <Explained term={t('dataSets.label')} reason={aboutOf(set)} className={className} beside>
      <NativeSelect
        size="sm"
        aria-label={t('dataSets.label')}
        value={chosen}
        data={data}
        onChange={({ currentTarget }) => {
          const next = [...shipped, ...own].find(({ id }) => id === currentTarget.value);
          if (next) choose(next);
        }}
      />
    </Explained>
  );
}

const suitsAny = (set: KnownSet): boolean => recipeNames.some((name) => suits(recipes[name], set));
