/** How strong each baseline is, from the noise factor. Provisional: to be measured. */
import type { BilateralSettings } from './bilateral.ts';

export function gaussianSettings(noise: number): { readonly sigma: number } {
  return { sigma: noise };
}

export function bilateralSettings(noise: number): BilateralSettings {
  return { sigmaSpace: 1.5, sigmaColor: 300 * noise };
}
