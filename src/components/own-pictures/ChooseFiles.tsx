import { Button } from '@mantine/core';
import { IconFolder, IconPhotoUp } from '@tabler/icons-react';
import { type ChangeEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { pictureTypes } from '../../share/picture-file.ts';
import type { Brought, OwnImport, OwnImportState } from '../../store/own-import.ts';
import { formatMegabytes } from '../../words/format.ts';
import { broughtFiles } from '../arrivals/brought-files.ts';
import classes from './OwnPictures.module.css';
import { useArrivals } from './use-arrivals.ts';
import { useOwnImport } from './use-own-import.ts';

/**
 * A folder, files or a zip: chosen, dropped or pasted. The text beside the buttons says that
 * nothing is sent.
 */
export function ChooseFiles({ own }: { readonly own: OwnImport }) {
  const { t } = useTranslation();
  const count = useOwnImport(own, (state) => state.brought.length);
  const estimate = useOwnImport(own, estimateOf);
  const bring = (brought: readonly Brought[]): void => {
    if (brought.length > 0) void own.bring(brought);
  };
  const over = useArrivals(bring);
  return (
    <section className={classes.choose} data-over={over || undefined} aria-label={t('ownPictures.title')}>
      <p>{t('ownPictures.about')}</p>
      <div className={classes.row}>
        <FilesButton folder onFiles={bring} />
        <FilesButton onFiles={bring} />
        <span className={classes.note}>{t('ownPictures.choose.drop')}</span>
      </div>
      <p className={classes.privacy}>{t('ownPictures.privacy')}</p>
      <p className={classes.note}>{t('ownPictures.choose.hint')}</p>
      {count > 0 && (
        <div className={classes.row}>
          <span>{t('ownPictures.choose.brought', { count })}</span>
          {estimate !== null && (
            <span className={classes.note}>
              {t('ownPictures.choose.estimate', { size: formatMegabytes(Math.max(estimate, 1e5)) })}
            </span>
          )}
          <Button variant="default" size="xs" onClick={own.startOver}>
            {t('ownPictures.choose.startOver')}
          </Button>
        </div>
      )}
    </section>
  );
}

/** Estimated bytes, if each file is one picture; null if a file holds several. */
function estimateOf({ brought, options }: OwnImportState): number | null {
  if (options.sheet || brought.some(({ path }) => /\.zip$/i.test(path))) return null;
  return brought.length * options.side ** 2 * options.channels;
}

interface FilesButtonProps {
  readonly folder?: boolean;
  readonly onFiles: (brought: readonly Brought[]) => void;
}

function FilesButton({ folder = false, onFiles }: FilesButtonProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const Icon = folder ? IconFolder : IconPhotoUp;
  const onChange = ({ currentTarget }: ChangeEvent<HTMLInputElement>): void => {
    onFiles(broughtFiles([...(currentTarget.files ?? [])]));
    currentTarget.value = ''; // the same files may be chosen again
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        {...(folder ? { webkitdirectory: '' } : { accept: `${pictureTypes},.zip,application/zip` })}
        aria-label={t(folder ? 'ownPictures.choose.folderInput' : 'ownPictures.choose.filesInput')}
        onChange={onChange}
      />
      <Button variant="default" leftSection={<Icon size={18} aria-hidden />} onClick={() => input.current?.click()}>
        {t(folder ? 'ownPictures.choose.folder' : 'ownPictures.choose.files')}
      </Button>
    </>
  );
}
