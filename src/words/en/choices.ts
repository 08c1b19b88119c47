import type { ChoiceKey, choices as table } from '../../ml/config.ts';

/** The names of the options, in diffusers' words where it has any. */
export const choices = {
  betaSchedule: { linear: 'Linear', scaled_linear: 'Scaled linear', squaredcos_cap_v2: 'Cosine' },
  predictionType: { epsilon: 'Noise (epsilon)', sample: 'Picture (sample)', v_prediction: 'v' },
  optimizer: { adamw: 'AdamW', muon: 'Muon' },
  loss: { mse: 'Mean squared error', huber: 'Huber' },
  precision: { float32: 'Single (float32)', float16: 'Half (float16)' },
  paintTool: {
    pictures: 'Pictures',
    race: 'Race',
    guidance: 'Guidance',
    steps: 'Steps',
    walk: 'Walk',
    forward: 'Into noise',
  },
  restoreDamage: {
    noise: 'Noise',
    mask: 'Hole (brush)',
    scratches: 'Scratches',
    pixelation: 'Pixelation',
    downscaling: 'Downscaling',
    grey: 'Greyscale',
  },
  restoreMethod: { 'one-pass': 'One pass', sdedit: 'SDEdit', repaint: 'RePaint', ddnm: 'DDNM' },
  restoreSize: {
    network: 'The network’s own',
    '64': '64 × 64',
    '128': '128 × 128',
    '256': '256 × 256',
    '512': '512 × 512',
    own: 'The whole picture',
  },
  sampler: {
    ddim: 'DDIM',
    ddpm: 'DDPM',
    dpm: 'DPM-Solver++',
    unipc: 'UniPC',
    euler: 'Euler',
    'euler-ancestral': 'Euler ancestral',
    heun: 'Heun',
    'flow-match-euler': 'Flow-match Euler',
  },
  sampleWeights: { ema: 'Averaged (EMA)', raw: 'Raw' },
} as const satisfies {
  readonly [Key in ChoiceKey]: Readonly<Record<(typeof table)[Key]['options'][number], string>>;
};
