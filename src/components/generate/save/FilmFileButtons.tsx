import { Button } from '@mantine/core';
import { IconDownload, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { download, fileName } from '../../../share/download.ts';
import { canRecordWebm } from '../../../share/webm.ts';
import type { Reel, SheetRow } from '../../../store/film-files.ts';
import { usePlayground } from '../../../store/index.ts';
import { SendFile } from '../../picture/SendFile.tsx';

interface FilmFileButtonsProps {
  /** Parts of the files' names. */
  readonly name: readonly (string | number)[];
  readonly reel: () => Promise<Reel> | Reel;
  readonly sheet: () => { readonly title: string; readonly rows: readonly SheetRow[]; readonly footer: string };
}

type Kind = 'sheet' | 'gif' | 'webm';
const extensions: Readonly<Record<Kind, string>> = { sheet: 'png', gif: 'gif', webm: 'webm' };

/** Saving that takes long can be stopped, and does not block the page. */
export function FilmFileButtons({ name, reel, sheet }: FilmFileButtonsProps) {
  const { t } = useTranslation();
  const report = usePlayground((state) => state.notices.report);
  const [work, setWork] = useState<{ readonly kind: Kind; readonly aborter: AbortController } | null>(null);
  const save = async (kind: Kind): Promise<void> => {
    const aborter = new AbortController();
    setWork({ kind, aborter });
    try {
      const { contactSheetPng, gifBlob, recordWebm } = await import('../../../store/film-files.ts');
      const blob = await {
        sheet: async () => contactSheetPng(sheet()),
        gif: async () => gifBlob(await reel()),
        webm: async () => recordWebm(await reel(), aborter.signal),
      }[kind]();
      if (!aborter.signal.aborted) download(blob, fileName(name, extensions[kind]));
    } catch (error) {
      if (!aborter.signal.aborted) report(error);
    } finally {
      setWork(null);
    }
  };
  const gif = async (): Promise<Blob> => (await import('../../../store/film-files.ts')).gifBlob(await reel());
  const kinds: readonly Kind[] = canRecordWebm() ? ['sheet', 'gif', 'webm'] : ['sheet', 'gif'];
  return (
    <>
      {kinds.map((kind) => (
        <Button
          key={kind}
          variant="default"
          loading={work?.kind === kind}
          disabled={work !== null}
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => void save(kind)}
        >
          {t(`generate.save.${kind}`)}
        </Button>
      ))}
      <SendFile label={t('share.sendGif')} type="image/gif" name={name} make={gif} />
      {work?.kind === 'webm' && (
        <Button variant="default" leftSection={<IconX size={16} aria-hidden />} onClick={() => work.aborter.abort()}>
          {t('generate.cancel')}
        </Button>
      )}
    </>
  );
}
