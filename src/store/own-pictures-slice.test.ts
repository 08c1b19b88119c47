import { describe, expect, it, vi } from 'vitest';
import { type DataSetDescription, experimentOn, recipes } from '../ml/config.ts';
import { PlaygroundError, reportOf } from '../ml/errors.ts';
import { asksForSet } from './missing-set.ts';
import { open } from './scripted-page.ts';
import type { PlaygroundState } from './types.ts';

const hash = '0123456789abcdef'.repeat(4);
const sketches: DataSetDescription = {
  ...{ id: 'own-0123456789abcdef', name: 'Sketches', side: 16, channels: 1, classNames: [], mirrors: true },
  ...{ licence: '', source: '', counts: { train: 95, test: 5 }, hash },
};
const other = { ...sketches, id: 'own-00000000000000ff' };
const link = `#v=1&recipe=quick&data=${sketches.id},100,Sketches`;

describe('a missing set of own pictures that is wanted', () => {
  it('by a link is requested with name and count, and the link is opened again once the set has been added', async () => {
    const { playground, state } = open(link);
    await playground.start();
    expect(state().ownPictures).toMatchObject({
      open: true,
      wanted: { id: sketches.id, name: 'Sketches', count: 100 },
    });
    expect(state().run.draft.data).toBe('cifar10');

    state().ownPictures.setsChanged([other]);
    state().ownPictures.added(other);
    expect(state().ownPictures.open).toBe(true);
    state().ownPictures.setsChanged([other, sketches]);
    state().ownPictures.added(sketches);
    expect(state().ownPictures).toMatchObject({ open: false, wanted: null });
    expect(state().run.draft).toMatchObject({ recipe: 'quick', data: sketches.id });
  });

  it('is no longer wanted once the panel has been closed', async () => {
    const { playground, state } = open(link);
    await playground.start();
    state().ownPictures.close();
    state().ownPictures.show();
    state().ownPictures.setsChanged([sketches]);
    state().ownPictures.added(sketches);
    expect(state().ownPictures).toMatchObject({ open: true, wanted: null });
    expect(state().run.draft.data).toBe('cifar10');
  });

  it('by a checkpoint is requested with its size, too, and the command is repeated once the set has been added', () => {
    const { state } = open();
    const again = vi.fn();
    const context = { get: state } satisfies { get(): PlaygroundState };
    const values = { name: 'Sketches', count: 100, hash, side: 16, channels: 1 };
    expect(asksForSet(context, new PlaygroundError('data-set-missing', values), again)).toBe(true);
    const { id } = sketches;
    expect(state().ownPictures.wanted).toEqual({ id, name: 'Sketches', count: 100, shape: { side: 16, channels: 1 } });
    state().ownPictures.added(sketches);
    expect(again).toHaveBeenCalledOnce();
  });

  it('by an offered run leaves the offer open until the run goes on, even if the panel is closed', async () => {
    const { playground, script, state, notices } = open();
    const experiment = experimentOn(recipes.quick, sketches);
    script.autosave = { runId: 'earlier', origin: 'seed', experiment, step: 1240, epoch: 1, savedAt: 0 };
    const values = { name: 'Sketches', count: 100, hash };
    script.resumeFails = reportOf(new PlaygroundError('data-set-missing', values));
    await playground.start();
    const press = async () => {
      state().notices.continueAutosave(state().notices.list[0]?.id ?? -1);
      await vi.waitFor(() => expect(state().ownPictures.open).toBe(true));
    };
    await press();
    state().ownPictures.close();
    expect(notices()).toEqual(['autosave']);
    await press();
    expect(notices()).toEqual(['autosave']);
    script.resumeFails = null;
    state().ownPictures.setsChanged([sketches]);
    state().ownPictures.added(sketches);
    await vi.waitFor(() => expect(state().run.status?.step).toBe(1240));
    expect(notices()).toEqual([]);
  });

  it('has no name if only its id is known; other errors request nothing', () => {
    const { state } = open();
    const { id } = sketches;
    const missing = new PlaygroundError('data-set-missing', { name: id, count: 0, hash: id.slice(4) });
    expect(asksForSet({ get: state }, missing, () => {})).toBe(true);
    expect(state().ownPictures.wanted).toEqual({ id, name: '', count: 0 });
    expect(asksForSet({ get: state }, new PlaygroundError('data-no-images'), () => {})).toBe(false);
  });
});
