/**
 * The options of all choices, by name. The words under `choices` have their labels. Data and types
 * only.
 */

export const recipeNames = ['article', 'quick', 'tiny', 'small', 'classes', 'flow', 'large', 'ddpm-cifar10'] as const;
export type RecipeName = (typeof recipeNames)[number];

/**
 * tfjs' names of the backends that can train convolutions, fastest first. (Its wasm backend
 * cannot.)
 */
export const backendNames = ['webgpu', 'webgl', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

/**
 * How the noise grows with the timestep, under diffusers' names; `diffusion/schedule.ts` has the
 * formulas.
 */
export const betaSchedules = ['linear', 'scaled_linear', 'squaredcos_cap_v2'] as const;
export type BetaSchedule = (typeof betaSchedules)[number];

/** What a network may be trained to predict; `diffusion/prediction.ts` has the formulas. */
export const predictionTypes = ['epsilon', 'sample', 'v_prediction', 'flow'] as const;
export type PredictionType = (typeof predictionTypes)[number];

/**
 * How training stores activations and their gradients between kernels. All arithmetic is in
 * float32, and so are weights and samples.
 */
export const precisions = ['float32', 'float16'] as const;
export type Precision = (typeof precisions)[number];

/**
 * The optimizers. `muon` (Jordan et al. 2024) updates the matrices of the hidden layers with Muon,
 * and all other parameters with AdamW (`kernels/muon`).
 */
export const optimizers = ['adamw', 'muon'] as const;
export type OptimizerName = (typeof optimizers)[number];

/** The losses for training a U-Net; `loss.ts` has the formulas. */
export const lossNames = ['mse', 'huber'] as const;
export type LossName = (typeof lossNames)[number];

/**
 * Where the Huber loss changes from quadratic to linear: the default of `--huber_c` in diffusers'
 * scheduled_huber_loss_training. With PyTorch's default of 1, hardly any error would be beyond it.
 */
export const huberDelta = 0.1;

/**
 * The size at which the Repair view uses a visitor's own picture: the network's size, a square with
 * this many pixels per side, or the picture's own size.
 */
export const repairSizes = ['network', '64', '128', '256', '512', 'own'] as const;
export type RepairSize = (typeof repairSizes)[number];

/**
 * What the Paint view can do with a network. For the article's network it can do only the first.
 */
export const paintTools = ['pictures', 'race', 'guidance', 'steps', 'walk', 'forward'] as const;
export type PaintTool = (typeof paintTools)[number];
