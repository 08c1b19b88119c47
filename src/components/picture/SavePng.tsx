import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { download, fileName } from '../../share/download.ts';
import { picturesToPng } from '../../share/png.ts';
import type { Pictures } from '../../store/index.ts';
import { usePlayground } from '../../store/index.ts';
import { SendFile } from './SendFile.tsx';

interface SaveProps {
  readonly label: string;
  /** Parts of the file's name: the content and its source. */
  readonly name: readonly (string | number)[];
}

interface SavePngProps extends SaveProps {
  readonly pictures: Pictures;
}

/** Saves the original pixels, at the pictures' own size. */
export function SavePng({ label, pictures, name }: SavePngProps) {
  const { t } = useTranslation();
  return <SaveImage {...{ label, name }} sendLabel={t('share.sendPng')} make={() => picturesToPng(pictures)} />;
}

interface SaveImageProps extends SaveProps {
  readonly sendLabel: string;
  /** Makes the PNG. */
  readonly make: () => Promise<Blob>;
}

export function SaveImage({ label, sendLabel, name, make }: SaveImageProps) {
  const report = usePlayground((state) => state.notices.report);
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
      <SendFile label={sendLabel} type="image/png" name={name} make={make} />
    </>
  );
}
