import { Button } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fileName } from '../../share/download.ts';
import { canSendFiles, type SendableType, sendFile } from '../../share/send-file.ts';
import { usePlayground } from '../../store/index.ts';

interface SendFileProps {
  readonly label: string;
  readonly type: SendableType;
  /** Parts of the file's name. */
  readonly name: readonly (string | number)[];
  readonly make: () => Promise<Blob>;
  readonly size?: 'xs';
}

const extensions: Readonly<Record<SendableType, string>> = { 'image/png': 'png', 'image/gif': 'gif' };

/**
 * Sends a file to another application, beside the button that saves it: phones and some desktops
 * have a share sheet.
 */
export function SendFile({ label, type, name, make, size }: SendFileProps) {
  const { t } = useTranslation();
  const report = usePlayground((state) => state.notices.report);
  const [busy, setBusy] = useState(false);
  if (!canSendFiles(type)) return null;
  const send = async (): Promise<void> => {
    setBusy(true);
    try {
      await sendFile(await make(), fileName(name, extensions[type]), t('page.name'));
    } catch (error) {
      report(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      variant="default"
      {...(size && { size })}
      loading={busy}
      leftSection={<IconSend size={16} aria-hidden />}
      onClick={() => void send()}
    >
      {label}
    </Button>
  );
}
