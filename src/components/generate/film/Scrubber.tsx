import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTimestep } from '../../../words/format.ts';
import type { Scene } from './scene.ts';
import { useFilmFact, useFilmView, useScene } from './use-film-view.ts';

/**
 * A slider over the steps of the film, for mouse, finger and keys. It follows the film without
 * rendering.
 */
export function Scrubber({ className }: { readonly className: string | undefined }) {
  const { t } = useTranslation();
  const view = useFilmView();
  const input = useRef<HTMLInputElement>(null);
  const total = useFilmFact(({ total }) => total);
  const there = useFilmFact((film) => film.scene() !== null);
  const textOf = (scene: Scene | null): string => {
    if (!scene) return t('generate.film.nothing');
    const { step, timestep } = scene;
    if (timestep === null) return t('generate.film.done', { count: scene.total });
    return t('generate.film.position', { step: step + 1, total: scene.total, timestep: formatTimestep(timestep) });
  };
  useScene((scene) => {
    if (!input.current) return;
    input.current.value = String(scene?.step ?? 0);
    input.current.setAttribute('aria-valuetext', textOf(scene));
  });
  return (
    <input
      ref={input}
      type="range"
      className={className}
      aria-label={t('generate.film.scrubber')}
      min={0}
      max={total}
      step={1}
      defaultValue={0}
      disabled={!there}
      onInput={({ currentTarget }) => view.showStep(currentTarget.valueAsNumber)}
    />
  );
}
