import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shippedSet } from '../../ml/config.ts';
import type { HideablePart, PageFrame } from '../../share/page-frame.ts';
import { type LinkOf, usePlayground, waitsForReset } from '../../store/index.ts';
import { joinSentences } from '../../words/format.ts';
import { type LanguageTag, languageOf } from '../../words/languages.ts';
import { CardPart } from './CardPart.tsx';
import { CopyButton } from './CopyButton.tsx';
import { EmbedPart } from './EmbedPart.tsx';
import { QrPart } from './QrPart.tsx';
import classes from './ShareDialog.module.css';
import { TaskPart } from './TaskPart.tsx';
import { usePartNames } from './use-part-names.ts';

/**
 * The link, and what it reproduces. It opens the exercise that is open here, without the parts that
 * this page leaves out, until something else is chosen. Where the browser does not let a page copy
 * (plain http), the field selects its text.
 */
export function LinkPart() {
  const { t } = useTranslation();
  const [of, setOf] = useState<LinkOf>('run');
  const report = usePlayground((state) => state.notices.report);
  const rateChanged = usePlayground(
    ({ run: { status } }) => status !== null && status.learningRate !== status.experiment.learningRate,
  );
  const repairs = usePlayground(({ view, restore }) => view.name === 'repair' && restore.repaired);
  const hasOwn = usePlayground(({ restore }) => restore.source === 'own');
  const ofOwnSet = usePlayground(({ run: { status, draft } }) => !shippedSet((status?.experiment ?? draft).data));
  const inLinks = usePlayground((state) => state.language.inLinks);
  const [language, setLanguage] = useState<LanguageTag | null>(inLinks);
  const left = usePlayground((state) => state.frame.hidden);
  const [hidden, setHidden] = useState<readonly HideablePart[]>(left);
  const [forClass, setForClass] = useState(left.length > 0);
  const frame: PageFrame = { embedded: false, hidden };
  const opened = usePlayground((state) => state.view.task);
  const [withTask, setWithTask] = useState(true);
  const task = withTask ? opened : null;
  const link = usePlayground((state) => state.share.link(of, { language, frame, task }));
  const opensTaskModel = usePlayground((state) => state.share.linkOpensTaskModel(of, task));
  const reproduces = usePlayground((state) => state.share.linkReproduces());
  const untrained = usePlayground((state) => !state.share.linkHasModel(of, task) && hidden.includes('training'));
  const names = usePartNames();
  const noModel = untrained && (
    <p className={classes.warning} role="status">
      {t('share.noModel')}
    </p>
  );
  const send = (): void => {
    navigator.share({ title: t('page.name'), text: t('page.tagline'), url: link }).catch((error: unknown) => {
      // Closing the system's share sheet is not an error.
      if (!(error instanceof DOMException && error.name === 'AbortError')) report(error);
    });
  };
  return (
    <section className={classes.part}>
      <WhichRun of={of} onChange={setOf} />
      <TextInput label={t('share.link')} value={link} readOnly onFocus={(event) => event.currentTarget.select()} />
      {opened && <TaskPart task={opened} frame={frame} shown={withTask} onShow={setWithTask} />}
      {hidden.length > 0 && <p className={classes.about}>{t('share.leavesOut', { parts: names(hidden) })}</p>}
      {/* Beside the choices that matter to it, once they are in sight. */}
      {!forClass && noModel}
      <div className={classes.actions}>
        <CopyButton text={link} label={t('share.copy')} />
        {'share' in navigator && (
          <Button variant="default" leftSection={<IconSend size={16} aria-hidden />} onClick={send}>
            {t('share.send')}
          </Button>
        )}
      </div>
      {repairs && (
        <p className={classes.about}>{joinSentences(hasOwn && t('share.ownPicture'), t('share.repairedPicture'))}</p>
      )}
      {of === 'run' && <CardPart link={link} />}
      <QrPart link={link} />
      <EmbedPart
        open={forClass}
        link={link}
        hidden={hidden}
        language={language}
        advice={noModel}
        onOpen={setForClass}
        onHide={setHidden}
        onLanguage={setLanguage}
      />
      <p className={classes.about}>
        {joinSentences(
          t(opensTaskModel ? 'share.taskModel' : reproduces ? 'share.promise' : 'share.settingsOnly'),
          rateChanged && !opensTaskModel && t('share.rateChanged'),
          ofOwnSet && t('share.ownPictures'),
          language && t('share.inLanguage', { language: languageOf(language).name }),
        )}
      </p>
    </section>
  );
}

interface WhichRunProps {
  readonly of: LinkOf;
  readonly onChange: (of: LinkOf) => void;
}

/**
 * If the form differs from the current run, the visitor chooses which of them the link reproduces.
 */
function WhichRun({ of, onChange }: WhichRunProps) {
  const { t } = useTranslation();
  const { draft, status } = usePlayground((state) => state.run);
  if (!status || !waitsForReset(draft, status)) return null;
  const name = (recipe: typeof draft.recipe) => t(`recipes.${recipe}.name`);
  return (
    <NativeSelect
      label={t('share.which')}
      value={of}
      data={[
        { value: 'run', label: t('share.ofRun', { run: name(status.experiment.recipe) }) },
        { value: 'form', label: t('share.ofForm', { run: name(draft.recipe) }) },
      ]}
      onChange={({ currentTarget: { value } }) => onChange(value === 'form' ? 'form' : 'run')}
    />
  );
}
