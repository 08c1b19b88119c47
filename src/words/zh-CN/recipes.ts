import type { TranslatedWords } from '../shape.ts';

export const recipes: TranslatedWords['recipes'] = {
  article: {
    name: '文章的程序',
    teaches:
      '本页起源于一篇入门文章，它用一个 PyTorch 小程序讲解 Stable Diffusion。这里复现了那个程序，数值完全一致：一个四层的去噪自编码器，可与扩散模型比较。',
    expect:
      '使用它自己的设置，可以去除照片上的噪声，但会略显模糊。它不能创造图像：输入纯噪声，只会得到一张模糊的平均图像。前五分之一的轮数学到的最多。',
  },
  quick: {
    name: '快速流匹配',
    teaches:
      '流匹配：微型 U-Net 学习从图像到噪声的直线的方向，采样则沿它返回。如果数据集有类别，训练时会把九成图像的类别告诉网络。',
    expect: '最快得到可以辨认的图像，简单的内容最先出现。',
  },
  tiny: {
    name: '微型 U-Net',
    teaches: '这里最小的扩散模型：它在各种噪声水平上去除噪声，因此采样器可以从纯噪声开始。',
    expect: '起初是色块，最后是大致的形状；始终不会清晰。',
  },
  small: {
    name: '小型 U-Net',
    teaches: '参数量增至七倍，并在 16 × 16 分辨率上加入注意力：看看更大的规模和更多的耐心能换来什么。',
    expect: '据估计，完成前十分之一的轮数后出现形状。',
  },
  classes: {
    name: '带类别',
    teaches: '小型 U-Net，训练时把九成图像的类别告诉网络，其余一成不告知：这样，无分类器引导就能让样本趋向所选的类别。',
    expect: '与小型 U-Net 一样慢：据估计，完成前十分之一的轮数后，各类别开始出现差别。',
  },
  flow: {
    name: '整流流',
    teaches:
      '即 Rectified Flow：小型 U-Net，沿着从图像到噪声的直线训练，与 Stable Diffusion 3 等较新的模型相同，用更少的步数就能生成图像。',
    expect: '与小型 U-Net 一样慢：据估计，完成前十分之一的轮数后出现形状。',
  },
  large: {
    name: '大型流匹配',
    teaches: '参数量是快速流匹配的二十倍：照片需要这样的规模。',
    expect: '画出的照片看得出属于哪个类别。本页自带的模型训练时共看过 451,200 张图像。',
  },
  'ddpm-cifar10': {
    name: 'DDPM 完整版',
    teaches:
      '论文《Denoising Diffusion Probabilistic Models》（Ho 等人，2020）用于 CIFAR-10 的网络，与 google/ddpm-cifar10-32 相同。',
    expect: '对多数笔记本电脑来说负担过重：请减小批次大小、使用服务器的 GPU，或从训练好的检查点开始。',
  },
};
