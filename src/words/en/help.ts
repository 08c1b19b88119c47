/**
 * Words that the page uses and a beginner may not know, in the order in which a visitor meets them;
 * and the keyboard shortcuts.
 */
export const help = {
  title: 'Words and keys',
  words: 'Words',
  keys: 'Keys',
  questionMark: 'The key ? opens this',
  glossary: [
    [
      'Diffusion model',
      'A network that has learned to take noise away, and a rule that uses it. Training adds noise to pictures and teaches the network to tell noise from picture; sampling begins with pure noise and takes it away step by step.',
    ],
    [
      'Recipe',
      'On this page: a network with the settings that train it. Each setting can be changed before training begins.',
    ],
    ['Parameters, weights', 'The numbers of a network. Training changes them; nothing else is learned.'],
    ['Noise', 'Random numbers from a normal distribution, one for each pixel and colour.'],
    ['Timestep', 'How much noise a picture has: 0 is the picture itself, 999 or 1000 is nothing but noise.'],
    ['Noise schedule', 'How much of the picture and how much of the noise there is at each timestep.'],
    [
      'Loss',
      'How wrong the network’s answers are: their mean squared difference from the right answer, unless another loss function is chosen. Lower is better.',
    ],
    [
      'Fine-tuning',
      'Training goes on from a network that has already learned, usually on other pictures. It takes fewer steps than a beginning with random weights.',
    ],
    [
      'Held out',
      'Pictures that the network never trains on. If the loss is low on them too, it has learned more than its own pictures.',
    ],
    [
      'Step, batch, epoch',
      'In one step the network looks at one batch of pictures and changes its weights once. An epoch is once through all pictures.',
    ],
    [
      'Learning rate',
      'How far each step goes. If it is too small, training takes forever; if it is too large, training undoes what was learned.',
    ],
    [
      'Denoising step',
      'One step of a sampler on the way from noise to picture. It changes the picture, not the network: a step of training is another thing.',
    ],
    ['Gradient', 'The direction in which the loss grows, with one number for each weight. Its norm is its length.'],
    [
      'AdamW, Muon',
      'Two ways to turn gradients into a step. AdamW scales each weight’s step by how its gradients vary; Muon makes the steps of a whole matrix equally long in all directions.',
    ],
    ['EMA, averaged weights', 'A moving average of the weights over many steps. Samples from it look calmer.'],
    [
      'Epsilon, v, flow, sample',
      'What the network predicts: the noise, a mixture of noise and picture, the direction from noise to picture, or the picture itself.',
    ],
    [
      'Flow',
      'A way from noise to picture that a network follows by its direction at each point. A rectified flow (Liu et al. 2022) is trained on straight lines, so that fewer steps are enough.',
    ],
    [
      'Autoencoder',
      'A network that squeezes a picture into few numbers and makes the picture from them again. A denoising autoencoder gets a noisy picture and learns to give the clean one.',
    ],
    [
      'Latent space',
      'The few numbers into which an autoencoder squeezes pictures. Stable Diffusion denoises there; this page denoises the pixels themselves.',
    ],
    [
      'GAN',
      'Generative adversarial network: one network makes pictures, another tells them from real ones, and each learns from the other. A diffusion model is not one.',
    ],
    [
      'U-Net',
      'A network that looks at the picture at several sizes, smaller and smaller, and comes back to the full size with what it has seen.',
    ],
    [
      'Skip connection',
      'A path past the inner layers of a network. In a U-Net it carries details from the way down to the same size on the way up.',
    ],
    ['Attention', 'Layers in which every place of the picture can look at every other place.'],
    [
      'Sampler, scheduler',
      'Two names for one thing: the rule that turns the network’s answers into a picture, step by step. DDPM, DDIM, Euler and DPM-Solver++ are some.',
    ],
    ['Eta', 'How much fresh noise DDIM adds at each step: 0 is none, 1 is as much as DDPM.'],
    [
      'Class',
      'What a picture shows, as its set names it: “7”, “ship”. A network that knows classes can be asked for one.',
    ],
    [
      'Guidance',
      'How strongly the class steers the picture. 0 ignores the class; 1 is the plain answer with the class, which is no guidance in diffusers’ sense; at 2 to 4 pictures become clearer and more alike.',
    ],
    [
      'SNR',
      'Signal-to-noise ratio: how strong the picture is against the noise. Its logarithm is 0 where both are equally strong.',
    ],
    ['Min-SNR', 'Gives less weight to timesteps with little noise, which would otherwise drown the others.'],
    ['Zero terminal SNR', 'Makes the last timestep pure noise, so that training sees what sampling begins with.'],
    [
      'SDEdit',
      'Repairs or repaints a picture: adds noise up to some timestep, and samples from there (Meng et al. 2022).',
    ],
    [
      'RePaint',
      'Fills holes: samples the whole picture, and at every step puts the known pixels in again (Lugmayr et al. 2022).',
    ],
    [
      'DDNM',
      'Repairs a known damage, such as a smaller size: at every step it keeps what the damaged picture says, and takes the rest from the network (Wang et al. 2022).',
    ],
    ['Seed', 'The number from which all randomness follows. The same seed gives the same run.'],
    ['Checkpoint', 'A file with the weights and everything else that training needs to go on.'],
    [
      'PSNR, SSIM',
      'Two measures of how similar two pictures are: by squared difference, in decibels, and by structure, up to 1.',
    ],
    [
      'Fréchet distance',
      'How far the samples as a whole are from real pictures, measured in a classifier’s features. Lower is better.',
    ],
    ['WebGPU', 'How a web page computes on the graphics processor. Nothing is sent anywhere.'],
  ] as [string, string][],
  keyList: [
    ['Tab, Shift + Tab', 'to the next control, and back'],
    ['Enter, Space', 'press it'],
    ['← →', 'between views, while their tabs have the focus'],
    [
      '← → Home End',
      'through the denoising steps, and through the samples over training, while the slider has the focus',
    ],
    ['↑ ↓', 'a number up or down'],
    ['Esc', 'closes a panel'],
    ['Ctrl + V', 'a picture to restore, or files to open'],
    ['?', 'this list'],
  ] as [string, string][],
};
