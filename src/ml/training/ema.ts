import type { EmaConfig } from '../recipes.ts';

/**
 * Share of the average that is kept at update `step`, counted from 1 (diffusers' EMAModel.get_decay with use_ema_warmup). Its first update replaces the
 * average, and the warm-up counts from the second.
 */
export function emaDecay({ invGamma, power, maxDecay }: EmaConfig, step: number): number {
  const past = step - 1;
  return past <= 0 ? 0 : Math.max(0, Math.min(1 - (1 + past / invGamma) ** -power, maxDecay));
}
