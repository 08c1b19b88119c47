import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';

export function OwnPicturesButton() {
  const { t } = useTranslation();
  const show = usePlayground((state) => state.ownPictures.show);
  return (
    <Button variant="default" size="xs" style={{ alignSelf: 'start' }} aria-haspopup="dialog" onClick={show}>
      {t('data.own')}
    </Button>
  );
}
