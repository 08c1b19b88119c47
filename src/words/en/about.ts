/**
 * What each recipe gets right, and where the article errs. A point is a title and a few sentences;
 * `components/about/AboutPanel.tsx` says which recipe shows which points.
 */
export const about = {
  title: 'About this recipe: {{recipe}}',
  lead: {
    article:
      'The program shows the first half of the idea: a network that tells picture from noise. It takes the photographs of CIFAR-10, scaled to [−1, 1], adds noise of standard deviation 1, and trains four convolutions with Adam at 0.001 for ten epochs, in batches of 64, to give the photograph back. That is a denoising autoencoder: it takes noise off and cannot invent a picture. The article itself is not linked, because no address of it is known. Four things in it need correcting:',
    diffusion:
      'This is a diffusion model: a network that knows every noise level, and a sampler that goes from noise to picture in many steps. The recipe “Article’s program” has neither; try it to compare. Models trained here open in Hugging Face diffusers, and models trained by diffusers open here.',
  },
  points: {
    gan: {
      title: 'Stable Diffusion is no GAN.',
      text: 'No generator is pitted against a discriminator. One network learns to predict noise (or the clean picture) at every noise level, in the latent space of a separately trained autoencoder.',
    },
    skips: {
      title: 'This network is no U-Net.',
      text: 'A U-Net carries details around the bottleneck through skip connections. These four layers have none: everything must pass through 8 × 8 × 128 numbers, which is why fine detail is lost.',
    },
    pass: {
      title: 'One pass is not a diffusion sampler.',
      text: 'A sampler starts from noise and removes a little of it, many times, each time telling the network how much is left. This network knows one noise level and no timestep; from pure noise it can only answer with an average.',
    },
    clip: {
      title: 'Pictures in [−1, 1] must not be clipped at 0.',
      text: 'The article scales pictures to [−1, 1] and then clips what it shows to [0, 1], which turns every dark half black. Here −1 is black and 1 is white, as trained.',
    },
    levels: {
      title: 'One network for every noise level.',
      text: 'Each training image gets the noise of a random timestep between 0 and 999, and the network gets that timestep, too. By default it learns by mean squared error alone (Ho et al. 2020, equation 14).',
    },
    lines: {
      title: 'Straight lines instead of a noise schedule.',
      text: 'The network sees points on the line from a picture to its noise and learns the line’s direction (Liu et al. 2022). The recipe “Rectified flow” draws points in the middle most often, where this is hardest (Esser et al. 2024).',
    },
    unet: {
      title: 'What the U-Net is for.',
      text: 'On its way down it sees more of the picture at once; on its way up it puts detail back, which the skip connections have carried past the middle. Attention lets distant places look at each other.',
    },
    sampler: {
      title: 'Why many steps.',
      text: 'From pure noise the best single answer is a blurred average: the first of the predicted pictures that “Paint” shows after “Generate”. Each denoising step goes a little way towards it, so that the next answer can be more definite.',
    },
    guidance: {
      title: 'What guidance does.',
      text: 'One image in ten is shown without its class, so the network answers with and without. Going further in the direction in which the class changes the answer makes pictures more typical and less varied (Ho and Salimans 2022).',
    },
    average: {
      title: 'Why averaged weights.',
      text: 'Weights fluctuate during training. Once their moving average (EMA) has caught up it makes better pictures; you can sample with the raw weights, too.',
    },
    latent: {
      title: 'What Stable Diffusion adds.',
      text: 'A separately trained autoencoder turns a picture of 512 × 512 pixels into 64 × 64 × 4 numbers. Stable Diffusion does the same on these numbers, and follows a text instead of a class.',
    },
    size: {
      title: 'The real size.',
      text: 'Four levels of 128 to 256 channels: the network that first made diffusion known. Ho et al. trained it for 800,000 steps of 128 images; ours stops long before, unless you let it go on.',
    },
  },
  keep: {
    article:
      'What the program does show well: a network can learn to tell picture from noise. That is the step that every diffusion model repeats.',
    diffusion:
      'With small networks and few epochs, expect patches first, then shapes, then parts that fit together. Good pictures mostly need patience.',
  },
} as const;
