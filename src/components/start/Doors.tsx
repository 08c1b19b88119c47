import { FileButton } from '@mantine/core';
import { IconFolderOpen, IconPhotoPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Experiment, experimentOn, recipes, shippedSets } from '../../ml/config.ts';
import { leavesOut } from '../../share/page-frame.ts';
import { isReady, usePlayground } from '../../store/index.ts';
import { HowItWorks } from '../about-page/OpenAbout.tsx';
import { Panel } from '../frame/Panel.tsx';
import { useMayTrainAnother } from '../transport/use-may-train.ts';
import classes from './Doors.module.css';

/** The experiments that the doors open. */
const experiments = {
  digits: experimentOn(recipes.quick, shippedSets.digits),
  emoji: experimentOn(recipes.quick, shippedSets.emoji),
  cifar10: experimentOn(recipes.quick, shippedSets.cifar10),
  article: recipes.article.experiment,
} as const satisfies Readonly<Record<string, Experiment>>;

/** Each begins a run and shows it in another view. */
export function Doors() {
  const { t } = useTranslation();
  const mayTrain = useMayTrainAnother();
  const keepsView = usePlayground(({ frame }) => leavesOut(frame, 'views'));
  const startWith = usePlayground((state) => state.run.startWith);
  const bring = usePlayground((state) => state.ownPictures.bring);
  const show = usePlayground((state) => state.view.show);
  const importCheckpoint = usePlayground((state) => state.share.importCheckpoint);
  const open = async (file: File | null): Promise<void> => {
    if (file && (await importCheckpoint(file))) show('paint');
  };
  const trains = (name: keyof typeof experiments) => (
    <Door
      name={name}
      picture={<img src={`doors/${name}.webp`} alt="" className={classes.picture} />}
      onOpen={() => void startWith(experiments[name])}
    />
  );
  if (keepsView) return null;
  return (
    <Panel title={t(mayTrain ? 'start.doorsTitle' : 'start.openTitle')} about={<HowItWorks />}>
      {mayTrain && <Slower />}
      <div className={classes.doors}>
        {mayTrain && (
          <>
            {trains('digits')}
            {trains('emoji')}
            {trains('cifar10')}
            <Door
              name="own"
              picture={<IconPhotoPlus size={44} stroke={1.2} aria-hidden />}
              onOpen={() => bring(null, (set) => void startWith(experimentOn(recipes.quick, set)))}
            />
            {trains('article')}
          </>
        )}
        <FileButton accept=".zip,application/zip" onChange={(file) => void open(file)}>
          {({ onClick }) => (
            <Door name="open" picture={<IconFolderOpen size={44} stroke={1.2} aria-hidden />} onOpen={onClick} />
          )}
        </FileButton>
      </div>
    </Panel>
  );
}

/** The backend that takes WebGPU's place; null with WebGPU, and before there is a device. */
function useSlowBackend() {
  const backend = usePlayground((state) => state.engine.device?.backend);
  return backend === undefined || backend === 'webgpu' ? null : backend;
}

/** What training costs without WebGPU. */
function Slower() {
  const { t } = useTranslation();
  const backend = useSlowBackend();
  return backend && <p className={classes.slower}>{t(`start.trainsSlower.${backend}`)}</p>;
}

interface DoorProps {
  readonly name: keyof typeof experiments | 'own' | 'open';
  readonly picture: React.ReactNode;
  readonly onOpen: () => void;
}

function Door({ name, picture, onOpen }: DoorProps) {
  const { t } = useTranslation();
  const ready = usePlayground(isReady);
  const slow = useSlowBackend() !== null;
  return (
    <button type="button" className={classes.door} disabled={!ready} onClick={onOpen}>
      <span className={classes.frame}>{picture}</span>
      <span className={classes.name}>
        {t(slow && name === 'digits' ? 'start.doors.digits.slowName' : `start.doors.${name}.name`)}
      </span>
      <span className={classes.about}>{t(`start.doors.${name}.about`)}</span>
    </button>
  );
}
