/**
 * What the page is, how it works, what was measured and how, and whose work it contains. A part is
 * a heading and its paragraphs.
 */
export const aboutPage = {
  title: 'About Diffusion Playground',
  lead: 'On this page you train an image diffusion model yourself, watch it learn, and use it. It is made for people who want to understand diffusion, for teachers who send a link to a class, and for engineers who try a noise schedule, a sampler or a setting before they take it on to PyTorch.',
  films: {
    digits: 'A 3 in {{stages}} stages, from noise to picture',
    emoji: 'A face in {{stages}} stages, from noise to picture',
    /** Describes the picture that other sites show beside a link to the page. */
    preview: 'Digits and emoji in five stages, from noise to picture',
    caption:
      'By two of the ready-made models, after {{taken}} of {{steps}} steps. The seed is 0; nothing was selected.',
  },
  /** Where the page's files come from. A build may take data sets and models from another host. */
  hosts: { own: 'its own host', two: 'its own host, data sets and models from {{host}}' },
  parts: [
    [
      'How a network learns',
      'Each step takes a batch of pictures and mixes each of them with noise; a timestep, drawn at random, decides how much. The network sees the mixture and the timestep, and predicts the noise, the picture, or the direction from one to the other. By default the loss is the mean squared error of that prediction. AdamW or Muon then changes the weights so that the loss falls.',
      'The network is a U-Net, the UNet2DModel of Hugging Face diffusers. Recipe, data set, settings and seed decide everything that is random: initial weights, order of the pictures, noise. So a link repeats a run, and looking at a run never changes it.',
    ],
    [
      'How a picture is made',
      'A sampler begins with pure noise. In each step the network says which picture it sees in the noise, and the sampler goes a part of the way there. The samplers return the same numbers as the classes of the same names in diffusers. Repair works in the same way from a damaged picture, and keeps what is known of it.',
    ],
    [
      'What computes',
      'Your own graphics processor computes everything, by WebGPU, in a worker of this page: tensors and gradients are those of TensorFlow.js, most kernels are written for this page. Each of them is compared with a plain reference, and training with PyTorch: over 20 steps, losses and weights agree to 1 part in 10,000. Without WebGPU, WebGL or the processor computes the same, many times slower.',
    ],
    [
      'What is measured',
      'While a network trains, its loss on held-out pictures shows whether it learns or only remembers: they are always the same pictures, with the same noise, and it never trains on them.',
      'The ready-made models that paint were judged by 1,000 samples each. A classifier of the same set, trained apart, says how many samples show the class that was asked for. The Fréchet distance between its features of samples and of test pictures says how far the samples as a whole are from real pictures; it is not the FID of papers, which takes another classifier. And each sample is compared with its nearest training picture, to find copies. Figures and commands are on each model’s card.',
    ],
    [
      'The article’s program',
      'The page began with an article that explains Stable Diffusion by a small PyTorch program. The recipe “Article’s program” repeats it to the number. It is a denoising autoencoder, no diffusion model. Choose it, and “Learn” says what the program shows well and where the article is wrong.',
    ],
    [
      'Data sets',
      'CIFAR-10: 60,000 photographs in ten classes, by Alex Krizhevsky, Vinod Nair and Geoffrey Hinton. MNIST: 70,000 handwritten digits, by Yann LeCun and Corinna Cortes. Twemoji: 1,870 emoji, by Twitter, Inc. and other contributors. Each has pictures that are held out, and no set is changed except that the emoji are drawn at 32 × 32 pixels.',
    ],
    [
      'Privacy',
      'Nothing leaves your machine: no picture and no number. The page has no accounts, sets no cookies and does not count its visitors. It loads files from {{hosts}}. If you open a model from the web, it asks that model’s host for it, after you have agreed.',
      'Runs, checkpoints and your own pictures are stored in this browser. The view “Runs” shows how much that is, and deletes it.',
    ],
    [
      'Limits',
      'Pictures have 8 to 128 pixels a side. Nothing here follows a text, and no network is as large as those that make photographs.',
      'The trained weights of two machines agree closely, not bit for bit, because GPUs round differently. The ready-made models are small: many samples are not what was asked for, as their cards say. A network shows what its pictures show, one-sidedness included. Trained on few pictures, it repeats them.',
    ],
  ] as [string, ...string[]][],
  cite: {
    title: 'How to cite',
    about: 'If you use the page in teaching or research, please name it, with its version:',
    copy: 'Copy',
  },
  rights: {
    title: 'Version and licences',
    version: 'This is version {{version}} of {{date}}.',
    changes: 'What is new',
    about:
      'The code is free software under the Apache License 2.0. Data sets, models, the font and libraries have licences of their own.',
    licences: 'All licences',
    licencesOfBench: 'Licences of “{{bench}}”',
  },
};
