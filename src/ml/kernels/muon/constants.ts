/** Muon's constants. Data only. */

/** Share of the momentum that is kept. */
export const momentumKept = 0.95;

/**
 * Jordan et al.'s constants of the iteration X <- aX + bXX'X + c(XX')^2 X, and the number of
 * iterations.
 */
export const newtonSchulz = { a: 3.4445, b: -4.775, c: 2.0315, iterations: 5 } as const;

/** Avoids division by zero for a gradient of zeros; torch.optim.Muon's value. */
export const zeroNorm = 1e-7;

/**
 * Muon's learning rate as a multiple of AdamW's, which is the experiment's. Measured with recipe
 * `quick`: 2e-2 beside 2e-3 (docs/QUALITY.md).
 */
export const muonRateFactor = 10;
