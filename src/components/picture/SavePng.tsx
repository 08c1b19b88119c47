import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { download, fileName } from '../../share/download.ts';
import { picturesToPng } from '../../share/png.ts';
import type { Pictures } from '../../store/index.ts';
import { usePlayground } from '../../store/index.ts';
import { SendFile } from './SendFile.tsx';

interface SavePngProps {
  readonly label: string;
  readonly pictures: Pictures;
  /** Parts of the file's name: what it is and where it came from. */
  readonly name: readonly (string | number)[];
}

/** Saves the pixels as they were made, at the pictures' own size. */
export function SavePng({ label, pictures, name }: SavePngProps) {
  const { t } = useTranslation();
  const report = usePlayground((state) => state.notices.report);
  const make = (): Promise<Blob> => picturesToPng(pictures);
  const save = (): void => {
    make()
      .then((png) => download(png, fileName(name, 'png')))
      .catch(report);
  };
  return (
    <>
      <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={save}>
        {label}
      </Button>
      <SendFile label={t('share.sendPng')} type="image/png" name={name} make={make} />
    </>
  );
}
