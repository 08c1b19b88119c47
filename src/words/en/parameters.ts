import type { ChoiceKey, ClassKey, ParameterKey, SwitchKey } from '../../ml/config.ts';

/** The label, and the reason that hover or focus shows. */
export const parameters = {
  seed: {
    label: 'Seed',
    why: 'All randomness in the run follows from it: initial weights, order of images, noise. The same seed gives the same run.',
  },
  batchSize: {
    label: 'Batch size',
    why: 'Images per step. More images make each step steadier and slower; fewer give more steps per epoch and need less memory.',
  },
  learningRate: {
    label: 'Learning rate',
    why: 'How far the optimizer moves the weights in each step. If it is too large, the loss jumps about; if it is too small, the loss falls slowly. You may change it during training. A U-Net’s rate rises to it over the first steps and then falls along a cosine.',
  },
  epochs: {
    label: 'Epochs',
    why: 'How often training goes through all images. A network that answers in one pass learns most in the first two epochs; a diffusion network improves over many more.',
  },
  previewEvery: {
    label: 'Preview every',
    why: 'Steps between two previews on test images. Looking never changes training; it costs a little time. 0: none.',
  },
  evaluateEvery: {
    label: 'Evaluate every',
    why: 'Steps between measuring the loss on held-out images and sampling a grid from the same noise. Looking never changes training; sampling costs time. 0: none.',
  },
  horizontalFlip: {
    label: 'Mirror images',
    why: 'Mirrors half of the images left to right, which doubles the number of images to learn from. A mirrored car is still a car; a mirrored digit is not a digit.',
  },
  noiseDraws: {
    label: 'Noise draws',
    why: 'How many times noise is drawn for each picture. The picture is mixed with the draw that is closest to it (immiscible diffusion, Li et al. 2025), so that the network may learn sooner. 1 is ordinary training.',
  },
  optimizer: {
    label: 'Optimizer',
    why: 'What turns gradients into steps. AdamW scales the step of each weight separately. Muon makes the step of each hidden matrix orthogonal, so that all directions are learned alike (Jordan et al. 2024, kellerjordan.github.io/posts/muon); the other weights keep AdamW.',
  },
  loss: {
    label: 'Loss function',
    why: 'What training makes small. The mean squared error lets a few large errors decide; the Huber loss counts errors beyond {{delta}} by their size alone, so that outliers pull less (Huber 1964; PyTorch’s huber_loss). Losses of the two cannot be compared.',
  },
  minSnrGamma: {
    label: 'Min-SNR gamma',
    why: 'Gives timesteps with little noise less weight, by min(SNR, gamma), so that they do not outweigh the others (Hang et al. 2023, who use 5). 0 weighs all the same.',
  },
  betaSchedule: {
    label: 'Noise schedule',
    why: 'How fast the noise grows with the timestep. Linear is that of Ho et al. 2020; cosine keeps more of the picture for longer; scaled linear is Stable Diffusion’s.',
  },
  zeroTerminalSnr: {
    label: 'End in pure noise',
    why: 'Rescales the schedule so that nothing of the picture is left at the last timestep, where sampling begins (Lin et al. 2023). At that timestep predicting the noise is trivial: choose v or the picture.',
  },
  predictionType: {
    label: 'Network predicts',
    why: 'The noise, the clean picture, or v, a mixture of both that is never trivial (Salimans and Ho 2022). Each can be computed from the others.',
  },
  precision: {
    label: 'Activations',
    why: 'How the pictures within the network are stored while it trains. Half precision takes half the memory, so that larger batches fit; whether it is faster depends on the GPU. Weights and arithmetic stay single.',
  },
  generateSeed: { label: 'Noise seed', why: 'Determines the noise that goes in. The same seed shows the same noise.' },
  generateCount: { label: 'Pictures', why: 'How many to make at once.' },
  sampler: {
    label: 'Scheduler',
    why: 'How each denoising step uses the network’s answer. DDIM is the plain one; DPM-Solver++ and UniPC need the fewest steps; DDPM and Euler ancestral add fresh noise in each step.',
  },
  sampleSteps: {
    label: 'Steps',
    why: 'How many denoising steps lead from noise to picture. More steps follow the network’s answers more closely and take longer; beyond 50 little changes.',
  },
  eta: {
    label: 'Eta',
    why: 'DDIM’s fresh noise: 0 adds none, so that the seed determines everything; 1 adds as much as DDPM.',
  },
  guidance: {
    label: 'Guidance',
    why: 'How far to go from the answer without the class towards the answer with it: 0 ignores the class, and 1 is the plain answer with the class, which is no guidance in diffusers’ sense. More makes pictures more typical and less varied. It has an effect only if a class is chosen.',
  },
  sampleClass: {
    label: 'Class',
    why: 'What the pictures should show. The network learned which class each image is of.',
  },
  sampleWeights: {
    label: 'Weights',
    why: 'Averaged (EMA): the moving average, which mostly makes better pictures. Raw: the weights after the last step, ahead of the average in the first few hundred steps.',
  },
  paintTool: { label: 'What to do', why: 'Each way begins with the same noise and the same settings.' },
  walkSeed: { label: 'To seed', why: 'Determines the noise at the other end. The walk begins with the noise seed.' },
  walkClass: {
    label: 'To class',
    why: 'What the last picture should show. The network’s own vectors of the two classes are mixed on the way.',
  },
  walkCount: { label: 'Pictures', why: 'Number of pictures in the walk, both ends included.' },
  restoreNoise: {
    label: 'Noise',
    why: 'Factor on Gaussian noise of standard deviation 1, added to the picture in [−1, 1]. The article’s network learned at 1; the article restores at 0.5.',
  },
  restoreDamage: { label: 'Damage', why: 'What happens to the picture before it is repaired.' },
  restoreClass: {
    label: 'Class',
    why: 'What the network is told that the picture shows. It makes the repair look like that, whatever the picture shows. It belongs to Repair alone: the class chosen in Paint does not count here.',
  },
  restoreMethod: { label: 'Method', why: 'How the network repairs it.' },
  restoreScratches: {
    label: 'Scratches',
    why: 'How many there are.',
  },
  restorePixelation: {
    label: 'Side of the squares in pixels',
    why: 'The larger they are, the less is left of the picture.',
  },
  restoreDownscaling: { label: 'Times smaller', why: 'The smaller it was, the less is left of the picture.' },
  restoreStrength: {
    label: 'Strength',
    why: 'How far into the noise: more drowns more of the damage, and of the picture.',
  },
  restoreSize: { label: 'Size', why: 'The size at which your own picture is repaired.' },
  restoreSeed: {
    label: 'Noise seed',
    why: 'Determines the noise or the scratches of the damage, and the noise that a sampler uses.',
  },
  restoreImage: {
    label: 'Image',
    why: 'Number of the image in the test set; the network never learns from these.',
  },
} as const satisfies Readonly<
  Record<ParameterKey | SwitchKey | ChoiceKey | ClassKey, { readonly label: string; readonly why: string }>
>;
