/**
 * What the Repair view does: one picture, one damage, and the results of every method so far.
 * Loaded with the view.
 */
import { createStore } from 'zustand/vanilla';
import { firstMethod, type MethodRefusal, methodRefusal, type RepairMethod } from '../ml/diffusion/restore/methods.ts';
import type {
  DamageKind,
  GenerateStep,
  NetworkReport,
  Pictures,
  Quality,
  RepairProgress,
  RepairSettings,
  RestoreRequest,
  RestoreResult,
} from '../workers/protocol.ts';
import type { StoreContext } from './context.ts';
import { runSet } from './data-sets.ts';
import { answersPerPicture } from './denoising-work.ts';
import { withFrame } from './film.ts';
import { beginPace, msPerPixel, withSteps } from './pace.ts';
import { createRepairBatch } from './repair-batch.ts';
import { damagedPicture, damageOf, fittingHole, holeIn } from './repair-damage.ts';
import { effortOf, pacer } from './repair-effort.ts';
import { keepRepairs, keyOf, type Made } from './repair-kept.ts';
import { chosenIn, differs, lookOf, rowKey } from './repair-settings.ts';
import { samplingFor } from './sampling.ts';
import type { Repair, RepairRow, RepairState } from './types/repair.ts';

export type { Repair, RepairRow, RepairState, ToldClass } from './types/repair.ts';
export type { MethodRefusal, RepairMethod, RepairSettings };

export function createRepair(context: StoreContext): Repair {
  const store = createStore<RepairState>(() => ({
    ...chosenIn(context.get().look),
    lost: null,
    brush: { size: 3, erasing: false },
    damaged: null,
    rows: [],
    shown: null,
    film: [],
    kept: 0,
    busy: false,
    place: null,
    stepPace: null,
    stopping: false,
  }));
  let aborter = new AbortController();
  /** Counts the changes of picture or damage. */
  let begun = 0;
  /** The width of the picture that `lost` belongs to. */
  let width = 0;
  const state = store.getState;
  const kept = keepRepairs();
  /** The key of the picture and damage that `rows` belong to; null before there is a picture. */
  let madeOf: string | null = null;

  const networkOf = (): NetworkReport | null => context.get().run.status?.network ?? null;

  /** The request for this picture or for the test pictures; null before there is an engine. */
  function requestOf(original: Pictures, labels: readonly number[] | null): RestoreRequest | null {
    const { look } = context.get();
    const network = networkOf();
    if (!network) return null;
    const set = runSet(context.get());
    // Repair has a class of its own: one that was chosen for painting would bend the picture to it.
    const sampling = samplingFor({ ...look, sampleClass: look.restoreClass }, network, set);
    const { guidance } = sampling;
    // With another class than the picture's, the network would repair towards that class.
    const own = network.needsClass && set?.classNames.length === network.classes ? labels : null;
    const classIndex = sampling.classIndex ?? own;
    // The hole was brushed on the visitor's picture, which may be larger than the test pictures.
    const lost = holeIn(state().lost, context.get().restore.original ?? original, original);
    const damage = damageOf({ ...state(), lost }, look.restoreNoise);
    return { original, damage, seed: look.restoreSeed, repair: state().settings, classIndex, guidance };
  }

  /** The picture or its damage has changed: earlier results for it are shown again. */
  function begin(): void {
    const { original } = context.get().restore;
    const isAsLarge = original?.width === width;
    width = original?.width ?? 0;
    const lost = original && fittingHole(isAsLarge ? state().lost : null, original);
    const fitting = { ...state(), lost };
    const network = networkOf();
    const { look } = context.get();
    const damage = damageOf(fitting, look.restoreNoise);
    const made = original && damagedPicture(original, damage, look.restoreSeed, network);
    begun += 1;
    const settings = fittingSettings(network);
    const key = original && keyOf(context.get().run.status?.runId ?? '', original, damage, look.restoreSeed);
    store.setState({ lost, settings, stopping: state().busy, ...madeBefore(key) });
    aborter.abort();
    if (!(made instanceof Promise)) store.setState({ damaged: made });
    else void showOnceMade(made, begun);
  }

  function madeBefore(key: string | null): Partial<RepairState> {
    if (key === madeOf && key !== null) return {};
    const { rows, shown, film } = state();
    if (madeOf !== null) kept.keep(madeOf, { rows, shown, film });
    madeOf = key;
    const made: Made = (key === null ? null : kept.take(key)) ?? { rows: [], shown: null, film: [] };
    return { ...made, kept: kept.count };
  }

  /**
   * Shows a large damaged picture once it is ready, unless it has been damaged in another way
   * meanwhile. Until then the previous one stays, if it has the same size.
   */
  async function showOnceMade(made: Promise<Pictures>, mine: number): Promise<void> {
    const { original } = context.get().restore;
    if (original?.width !== state().damaged?.width || original?.height !== state().damaged?.height) {
      store.setState({ damaged: null });
    }
    const damaged = await made;
    if (mine === begun) store.setState({ damaged });
  }

  /** Replaces a method that does not fit by one that does. */
  function fittingSettings(network: NetworkReport | null): RepairSettings {
    const { settings, kind } = state();
    if (!network || refusalOf(settings.method, kind, network) === null) return settings;
    return { ...settings, method: firstMethod({ kind }, network.kind) };
  }

  function take(result: RestoreResult, settings: RepairSettings, classIndex: number | null, parts: number): void {
    const rows = rowsOf(result, settings, classIndex, parts);
    const isNew = ({ key }: RepairRow) => rows.some((row) => row.key === key);
    const filters = rows.filter((row) => row.settings === null);
    const made = rows.filter((row) => row.settings !== null);
    const others = state().rows.filter((row) => row.settings !== null && !isNew(row));
    store.setState({
      rows: [...filters, ...others, ...made],
      shown: made[0]?.key ?? null,
      damaged: result.damaged,
    });
    context.patch('restore', { repaired: true });
  }

  function setLost(lost: Uint8Array<ArrayBuffer>): void {
    store.setState({ lost });
    if (state().kind === 'mask') begin();
  }

  async function restore(settings = state().settings): Promise<void> {
    const { original, label } = context.get().restore;
    const asked = original && requestOf(original, label === null ? null : [label]);
    if (!asked || state().busy) return;
    const request = { ...asked, repair: settings };
    aborter = new AbortController();
    const { signal } = aborter;
    const network = networkOf();
    const effort = network && effortOf(network, original, settings, answersPerPicture(network, request));
    const runId = context.get().run.status?.runId ?? '';
    const timing = pacer(effort);
    let rolling = false;
    store.setState({ busy: true, stopping: false, stepPace: beginPace(null) });
    const onStep = ({ call: _id, ...frame }: GenerateStep): void => {
      if (signal.aborted) return;
      const { film, stepPace } = state();
      store.setState({
        film: withFrame(rolling ? film : [], frame),
        stepPace: stepPace && withSteps(stepPace, frame.index + 1, frame.total),
      });
      rolling = true;
    };
    const onProgress = (progress: RepairProgress): void => {
      if (!signal.aborted) store.setState({ place: timing.at(progress) });
    };
    try {
      const result = await context.call.restore(request, signal, onStep, onProgress);
      context.get().notices.mended('samples');
      // Shows nothing for another picture, or from a network that has been replaced meanwhile.
      if (signal.aborted) return;
      if (!rolling) store.setState({ film: [] });
      take(result, settings, classOf(request), effort?.parts ?? 1);
    } catch (error) {
      context.get().notices.report(error);
    } finally {
      const ofSteps = effort && msPerPixel(state().stepPace, effort.pixels / effort.passes);
      const pace = timing.pace() ?? ofSteps;
      if (pace !== null) context.runStatus.takePace(runId, pace);
      store.setState({ busy: false, place: null, stepPace: null, stopping: false });
    }
  }

  // Links contain these settings; following a link changes this view.
  store.subscribe((now) => {
    const look = lookOf(now);
    if (differs(look, context.get().look)) context.get().look.set(look);
  });
  context.subscribe((now, before) => {
    const { restoreNoise, restoreSeed } = now.look;
    const followed = differs(now.look, lookOf(state()));
    if (followed) store.setState(chosenIn(now.look, state().settings));
    const changed =
      followed ||
      now.restore.original !== before.restore.original ||
      restoreSeed !== before.look.restoreSeed ||
      (restoreNoise !== before.look.restoreNoise && state().kind === 'noise') ||
      now.run.status?.runId !== before.run.status?.runId;
    if (changed) begin();
  });
  begin();

  return {
    store,
    batch: createRepairBatch(context, requestOf),
    chooseDamage(kind) {
      if (kind === state().kind) return;
      const network = networkOf();
      const method = network ? firstMethod({ kind }, network.kind) : state().settings.method;
      store.setState({ kind, settings: { ...state().settings, method } });
      begin();
    },
    setAmount(kind, amount) {
      store.setState({ amounts: { ...state().amounts, [kind]: amount } });
      if (state().kind === kind) begin();
    },
    setLost,
    setHole(hole) {
      const { original } = context.get().restore;
      if (original)
        setLost(hole === 'square' ? fittingHole(null, original) : new Uint8Array(state().lost?.length ?? 0));
    },
    setBrush: (brush) => store.setState({ brush }),
    setSettings: (change) => store.setState({ settings: { ...state().settings, ...change } }),
    show: (key) => store.setState({ shown: key }),
    restore,
    cancel() {
      if (state().busy) store.setState({ stopping: true });
      aborter.abort();
    },
  };
}

/** Why the method does not fit; null if it does. */
export const refusalOf = (method: RepairMethod, kind: DamageKind, { kind: answers, shape }: NetworkReport) =>
  methodRefusal(method, { kind }, { kind: answers, channels: shape.channels });

/** The class in a request for one picture. */
const classOf = ({ classIndex }: RestoreRequest): number | null =>
  typeof classIndex === 'object' ? (classIndex?.[0] ?? null) : classIndex;

function rowsOf(
  result: RestoreResult,
  settings: RepairSettings,
  classIndex: number | null,
  parts: number,
): readonly RepairRow[] {
  const { step, damaged, restored, passes, milliseconds, quality, baselines } = result;
  const filter = { settings: null, classIndex: null, passes: 0, parts: 1, milliseconds: null, step: null };
  const first = ([figures]: readonly Quality[]): Quality => figures ?? { psnr: Number.NaN, ssim: Number.NaN };
  return [
    { key: 'damaged', name: 'damaged', pictures: damaged, quality: first(quality.damaged), ...filter },
    ...baselines.map(({ name, pictures, quality: figures }) => ({
      ...{ key: name, name, pictures, quality: first(figures) },
      ...filter,
    })),
    {
      ...{ key: rowKey(settings, classIndex), name: settings.method, settings, pictures: restored },
      classIndex,
      ...{ quality: first(quality.restored), passes, parts, milliseconds, step },
    },
  ];
}
