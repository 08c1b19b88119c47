import { useClassWords } from '../data-set/use-class-words.ts';
import '../../words/runs.ts';
import { useTranslation } from 'react-i18next';
import { type ChoiceKey, choices, shippedSet } from '../../ml/config.ts';
import type { RunCard } from '../../share/run-card/card.ts';
import type { KeptRun } from '../../store/runs/kept-run.ts';
import { formatCount, formatDate, formatLoss, splitSeconds } from '../../words/format.ts';
import { useRunWords } from '../runs/use-run-words.ts';

/**
 * Parameters in the order of the form, without those of the noise schedule, which mean nothing for
 * a network that answers in one pass.
 */
const ofEvery = ['optimizer', 'learningRate', 'batchSize', 'epochs', 'horizontalFlip', 'precision', 'seed'] as const;
const ofDiffusion = ['predictionType', 'betaSchedule', 'zeroTerminalSnr', 'loss', 'minSnrGamma', 'noiseDraws'] as const;
type Key = (typeof ofEvery)[number] | (typeof ofDiffusion)[number];

/** The contents of a kept run's card. `link`: opens its experiment. */
export function useRunCard(run: KeptRun, name: string, link: string): RunCard {
  const { t } = useTranslation();
  const classWord = useClassWords();
  const { setNameOf, titleOf } = useRunWords();
  const { experiment, curve, heldOut, looks, kind } = run;

  const isFlow = experiment.predictionType === 'flow';
  const keys: readonly Key[] = kind === 'one-pass' ? ofEvery : [...ofDiffusion, ...ofEvery];
  const meant = keys.filter((key) => !(isFlow && (key === 'betaSchedule' || key === 'zeroTerminalSnr')));

  /** A switched-off setting does not affect the run, so the card omits it. */
  const isOff = (key: Key): boolean => {
    const value = experiment[key];
    return value === false || (key === 'minSnrGamma' && value === 0) || (key === 'noiseDraws' && value === 1);
  };

  const wordsOf = (key: Key): string => {
    const value = experiment[key];
    if (typeof value === 'boolean') return t(value ? 'runs.card.yes' : 'runs.card.no');
    if (key === 'predictionType' && isFlow) return t('runs.changes.value.flow');
    const words: Readonly<Record<string, string>> = isChoice(key) ? t(`choices.${key}`, { returnObjects: true }) : {};
    return words[value] ?? String(value);
  };
  const labelOf = (key: Key): string => t(`parameters.${key}.label`);

  const classes = (): string => {
    const all = shippedSet(experiment.data)?.classNames;
    if (!all) return String(experiment.classes.length);
    if (all.length === experiment.classes.length) return t('runs.card.everyClass', { count: all.length });
    return experiment.classes.map((label) => classWord(experiment.data, all[label]) ?? label).join(t('page.comma'));
  };

  const figures = (): [string, string][] => {
    const raw = heldOut.raw.at(-1);
    const ema = heldOut.ema.at(-1);
    const smoothed = curve.smoothed.at(-1);
    const some = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value);
    return [
      [t('runs.card.step'), formatCount(run.step)],
      [t('runs.card.images'), formatCount(run.step * experiment.batchSize)],
      ...(some(smoothed) ? [[t('runs.card.loss'), formatLoss(smoothed)] as [string, string]] : []),
      ...(some(raw) ? [[t('runs.card.heldOut'), formatLoss(raw)] as [string, string]] : []),
      ...(some(ema) ? [[t('runs.card.heldOutEma'), formatLoss(ema)] as [string, string]] : []),
      [t('runs.card.device'), run.device ?? t('runs.card.notKnown')],
      ...(run.imagesPerSecond !== null
        ? [
            [t('runs.card.speed'), t('runs.card.perSecond', { count: Math.round(run.imagesPerSecond) })] as [
              string,
              string,
            ],
          ]
        : []),
      ...(run.learningRate !== experiment.learningRate
        ? [[t('runs.card.rateNow'), String(run.learningRate)] as [string, string]]
        : []),
    ];
  };

  /** How long the run in the title was trained. */
  const sentence = (): string => {
    const images = run.step * experiment.batchSize;
    const values = { steps: formatCount(run.step), images: formatCount(images), when: formatDate(run.begunAt) };
    if (!run.imagesPerSecond) return t('runs.card.sentence', values);
    const time = splitSeconds(images / run.imagesPerSecond);
    return t('runs.card.sentenceWithTime', { ...values, time: t(`time.${time.unit}`, time) });
  };

  return {
    product: `${t('page.name')} · ${t('page.tagline')}`,
    title: name,
    subtitle: name.startsWith(titleOf(run))
      ? sentence()
      : t('runs.card.ofRun', { title: titleOf(run), sentence: sentence() }),
    configuration: {
      title: t('runs.card.configuration'),
      rows: [
        [t('runs.card.recipe'), t(`recipes.${experiment.recipe}.name`)],
        [t('runs.card.data'), setNameOf(run)],
        [t('runs.card.classes'), classes()],
        ...meant.filter((key) => !isOff(key)).map((key) => [labelOf(key), wordsOf(key)] as const),
      ],
    },
    figures: { title: t('runs.card.figures'), rows: figures() },
    curves: {
      title: t('runs.card.curves'),
      none: t('runs.card.noCurves'),
      all: [
        { name: t('runs.curves.kind.loss'), steps: curve.steps, values: curve.smoothed },
        { name: t('runs.curves.kind.raw'), steps: heldOut.steps, values: heldOut.raw },
        { name: t('runs.curves.kind.ema'), steps: heldOut.steps, values: heldOut.ema },
      ],
    },
    samples: {
      title: t(kind === 'one-pass' ? 'runs.card.answers' : 'runs.card.samples'),
      none: t('runs.card.noSamples'),
      looks: looks.map(({ step, pictures }) => ({
        label: t('runs.card.atStep', { step: formatCount(step) }),
        pictures,
      })),
    },
    link: { title: t('runs.card.link'), about: t('runs.card.linkAbout'), address: link },
  };
}

const isChoice = (key: Key): key is Key & ChoiceKey => Object.hasOwn(choices, key);
