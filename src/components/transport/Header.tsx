import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type RecipeName, recipeNames, recipes, suits } from '../../ml/config.ts';
import { hasPart } from '../../share/page-frame.ts';
import { formSet, usePlayground } from '../../store/index.ts';
import { DataSetSelect } from '../data-set/DataSetSelect.tsx';
import { Explained } from '../frame/Explained.tsx';
import { NextHint } from '../next/NextHint.tsx';
import { ModelButton, ShareButton } from '../share/DialogButton.tsx';
import { ViewTabs } from '../views/ViewTabs.tsx';
import { DeviceBadge } from './DeviceBadge.tsx';
import classes from './Header.module.css';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { LoadedModel } from './LoadedModel.tsx';
import { PreparationBar } from './PreparationBar.tsx';
import { RunNumbers } from './RunNumbers.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import { TransportButtons } from './TransportButtons.tsx';
import { useShowsTransport } from './use-shows-transport.ts';

export function Header() {
  const { t } = useTranslation();
  const frame = usePlayground((state) => state.frame);
  const view = usePlayground((state) => state.view.name);
  const chooseLanguage = usePlayground((state) => state.language.choose);
  const showsTransport = useShowsTransport();
  const { embedded } = frame;
  if (embedded && !showsTransport) return null;
  return (
    <header className={classes.header} data-view={view} data-embedded={embedded || undefined}>
      <div className={classes.row}>
        {!embedded && (
          <div className={classes.brand}>
            <h1 className={classes.name}>{t('page.name')}</h1>
            <p className={classes.tagline}>{t('page.tagline')}</p>
          </div>
        )}
        {hasPart(frame, 'recipe') && (
          <div className={classes.choices}>
            <RecipeSelect />
            <DataSetSelect className={classes.dataSet} />
            <LoadedModel />
          </div>
        )}
        {/* On a phone this part stands at the bottom of the screen. */}
        {showsTransport && (
          <section className={classes.transport} aria-label={t('transport.label')}>
            <TransportButtons />
            <RunNumbers />
            <PreparationBar />
          </section>
        )}
      </div>
      {!embedded && (
        <div className={classes.second}>
          {hasPart(frame, 'views') && <ViewTabs />}
          <NextHint />
          <div className={classes.end}>
            <DeviceBadge />
            <div className={classes.presses}>
              {hasPart(frame, 'share') && (
                <>
                  <ModelButton />
                  <ShareButton />
                </>
              )}
              <LanguageSwitch onChoose={chooseLanguage} />
              <ThemeSwitch />
            </div>
          </div>
        </div>
      )}
    </header>
  );
}

function RecipeSelect() {
  const { t } = useTranslation();
  const recipe = usePlayground((state) => state.run.draft.recipe);
  const choose = usePlayground((state) => state.run.choose);
  const set = usePlayground(formSet);
  const option = (name: RecipeName) => {
    const recipe = t(`recipes.${name}.name`);
    if (!set || suits(recipes[name], set)) return { value: name, label: recipe };
    const lacks = name === 'classes' && set.classNames.length === 0 ? 'classes' : 'side';
    return { value: name, label: t(`dataSets.unsuited.${lacks}`, { recipe, side: set.side }), disabled: true };
  };
  const { teaches, expect } = t(`recipes.${recipe}`, { returnObjects: true });
  return (
    <Explained term={t('recipe.label')} reason={t('recipe.why', { teaches, expect })} className={classes.recipe} beside>
      <NativeSelect
        size="sm"
        aria-label={t('recipe.label')}
        value={recipe}
        data={recipeNames.map(option)}
        onChange={({ currentTarget }) => {
          const chosen = recipeNames.find((name) => name === currentTarget.value);
          if (chosen) choose(chosen);
        }}
      />
    </Explained>
  );
}
