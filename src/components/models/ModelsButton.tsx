import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import classes from '../generate/GenerateRoom.module.css';

export function ModelsButton() {
  const { t } = useTranslation();
  const show = usePlayground((state) => state.models.show);
  return (
    <div className={classes.buttons}>
      <Button variant="default" aria-haspopup="dialog" onClick={show}>
        {t('generate.models')}
      </Button>
    </div>
  );
}
