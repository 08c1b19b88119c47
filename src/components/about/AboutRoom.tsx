import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { Room } from '../frame/Room.tsx';
import classes from './AboutRoom.module.css';

const points = ['gan', 'skips', 'pass', 'clip'] as const;

/** What the article gets wrong, said right. */
export function AboutRoom() {
  const { t } = useTranslation();
  const recipe = usePlayground((state) => state.run.draft.recipe);
  return (
    <Room title={t('about.title', { recipe: t(`recipes.${recipe}.name`) })} about={t(`recipes.${recipe}.teaches`)}>
      <p className={classes.lead}>{t('about.lead')}</p>
      <div className={classes.points}>
        {points.map((point) => (
          <div key={point} className={classes.point}>
            <h3>{t(`about.points.${point}.title`)}</h3>
            <p>{t(`about.points.${point}.text`)}</p>
          </div>
        ))}
      </div>
      <p className={classes.lead}>{t('about.keep')}</p>
    </Room>
  );
}
