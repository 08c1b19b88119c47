/**
 * The strength of each baseline for a noise factor. It is measured, so that the comparison is fair:
 * for each factor, the settings with the least mean squared error over 48 CIFAR-10 test images with
 * the page's own damage (tools/baselines/measure.ts). Linear between the measured factors; beyond
 * the last, its settings.
 */
export interface BilateralSettings {
  /** Sigma of the weight over distance, in pixels. */
  readonly sigmaSpace: number;
  /** Sigma of the weight over the Euclidean distance of two RGB colours, in bytes. */
  readonly sigmaColor: number;
}

interface Measured extends BilateralSettings {
  readonly noise: number;
  /** Sigma of the Gaussian blur, in pixels. */
  readonly sigma: number;
}

/**
 * The comments are mean PSNRs in dB: of the damaged pictures, the Gaussian blur and the bilateral
 * filter.
 */
const measured: readonly Measured[] = [
  { noise: 0, sigma: 0, sigmaSpace: 0, sigmaColor: 0 },
  { noise: 0.1, sigma: 0.5, sigmaSpace: 1.25, sigmaColor: 40 }, // 26.16, 28.48, 30.19
  { noise: 0.2, sigma: 0.7, sigmaSpace: 1.25, sigmaColor: 80 }, // 20.33, 24.92, 25.95
  { noise: 0.3, sigma: 0.8, sigmaSpace: 1.25, sigmaColor: 110 }, // 17.04, 22.93, 23.52
  { noise: 0.5, sigma: 1.1, sigmaSpace: 1.5, sigmaColor: 200 }, // 13.19, 20.49, 20.68
  { noise: 0.75, sigma: 1.3, sigmaSpace: 1.5, sigmaColor: 300 }, // 10.59, 18.45, 18.53
  { noise: 1, sigma: 1.5, sigmaSpace: 1.5, sigmaColor: 450 }, // 9.12, 17.06, 17.08
  { noise: 1.5, sigma: 1.8, sigmaSpace: 2, sigmaColor: 450 }, // 7.64, 15.40, 15.43
  { noise: 2, sigma: 2, sigmaSpace: 2, sigmaColor: 700 }, // 6.92, 14.52, 14.53
];

/** One setting for the factor, linear between its neighbours in the table. */
function interpolate(noise: number, setting: 'sigma' | 'sigmaSpace' | 'sigmaColor'): number {
  for (const [i, above] of measured.entries()) {
    const below = measured[i - 1];
    if (below === undefined || noise > above.noise) continue;
    const part = (noise - below.noise) / (above.noise - below.noise);
    return below[setting] + part * (above[setting] - below[setting]);
  }
  return measured.at(-1)?.[setting] ?? 0;
}

export function gaussianSettings(noise: number): { readonly sigma: number } {
  return { sigma: interpolate(noise, 'sigma') };
}

export function bilateralSettings(noise: number): BilateralSettings {
  return { sigmaSpace: interpolate(noise, 'sigmaSpace'), sigmaColor: interpolate(noise, 'sigmaColor') };
}
