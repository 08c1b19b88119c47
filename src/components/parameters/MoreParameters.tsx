import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sentenceGap } from '../../words/format.ts';
import classes from './MoreParameters.module.css';

interface MoreParametersProps {
  /** Labels of the parameters that differ from the recipe's values. */
  readonly changed: readonly string[];
  readonly children: ReactNode;
}

/**
 * The parameters that a beginner does not need, folded away. The section opens by itself if one of
 * them differs from the recipe, and names it.
 */
export function MoreParameters({ changed, children }: MoreParametersProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(changed.length > 0);
  const [known, setKnown] = useState(changed.length);
  if (known !== changed.length) {
    setKnown(changed.length);
    if (known === 0) setOpen(true);
  }
  return (
    <details className={classes.more} open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className={classes.summary}>
        {t('parametersPanel.more')}
        {changed.length > 0 && (
          <span className={classes.changed}>
            {sentenceGap()}
            {t('parametersPanel.moreChanged', { names: changed.join(t('page.comma')) })}
          </span>
        )}
      </summary>
      <div className={classes.fields}>{children}</div>
    </details>
  );
}
