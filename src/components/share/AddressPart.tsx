import { Button, TextInput } from '@mantine/core';
import { IconWorldDownload } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hubReference } from '../../share/hub/address.ts';
import { isModelAddress } from '../../share/model-address.ts';
import { usePlayground } from '../../store/index.ts';
import classes from './ShareDialog.module.css';

/**
 * Opens a model by its address. The visitor gets the same offer as for a link, with the host's
 * description if there is one.
 */
export function AddressPart({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { propose, accept } = usePlayground((state) => state.modelOffer);
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const open = (event: FormEvent): void => {
    event.preventDefault();
    // Some browsers copy addresses without the scheme.
    const address = text.trim().replace(/^(?=(?:huggingface|hf)\.co\/)/i, 'https://');
    setWrong(!isModelAddress(address));
    if (!isModelAddress(address)) return;
    onDone();
    propose(address, { namedBy: 'visitor', link: null });
    if (hubReference(address)) void accept();
  };
  return (
    <form className={classes.address} onSubmit={open}>
      <TextInput
        className={classes.field}
        label={t('share.address')}
        description={t('share.addressAbout')}
        placeholder="hf:owner/name"
        value={text}
        error={wrong && t('share.addressWrong')}
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setWrong(false);
        }}
      />
      <Button type="submit" variant="default" leftSection={<IconWorldDownload size={16} aria-hidden />}>
        {t('share.openAddress')}
      </Button>
    </form>
  );
}
