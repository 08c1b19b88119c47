import { useTranslation } from 'react-i18next';
import type { RecipeName } from '../../ml/config.ts';
import { usePlayground } from '../../store/index.ts';
import { Panel } from '../frame/Panel.tsx';
import classes from './AboutPanel.module.css';

/** Keys of the words for the points about each recipe. */
const points = {
  article: ['gan', 'skips', 'pass', 'clip'],
  quick: ['lines', 'guidance', 'sampler', 'latent'],
  tiny: ['levels', 'unet', 'sampler', 'latent'],
  small: ['levels', 'unet', 'average', 'latent'],
  classes: ['guidance', 'levels', 'sampler', 'latent'],
  flow: ['lines', 'unet', 'sampler', 'latent'],
  large: ['lines', 'size', 'guidance', 'latent'],
  'ddpm-cifar10': ['size', 'levels', 'average', 'latent'],
} as const satisfies Readonly<Record<RecipeName, readonly string[]>>;

/** Corrections of what the article gets wrong, and the topics of the other recipes. */
export function AboutPanel() {
  const { t } = useTranslation();
  const recipe = usePlayground((state) => state.run.draft.recipe);
  const words = recipe === 'article' ? 'article' : 'diffusion';
  return (
    <Panel title={t('about.title', { recipe: t(`recipes.${recipe}.name`) })} about={t(`recipes.${recipe}.teaches`)}>
      <p className={classes.lead}>{t(`about.lead.${words}`)}</p>
      <div className={classes.points}>
        {points[recipe].map((point) => (
          <div key={point} className={classes.point}>
            <h3>{t(`about.points.${point}.title`)}</h3>
            <p>{t(`about.points.${point}.text`)}</p>
          </div>
        ))}
      </div>
      <p className={classes.lead}>{t(`about.keep.${words}`)}</p>
    </Panel>
  );
}
