import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';

export function ModelsButton() {
  const { t } = useTranslation();
  const show = usePlayground((state) => state.models.show);
  return (
    <Button variant="default" aria-haspopup="dialog" onClick={show}>
      {t('generate.models')}
    </Button>
  );
}
