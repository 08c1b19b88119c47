import type { TranslatedWords } from '../shape.ts';

export const coach: TranslatedWords['coach'] = {
  label: '训练建议',
  before: '训练开始后，这里会出现关于曲线的训练建议。',
  nothing: '曲线看起来正常。',
  dismiss: '这次训练中不再提示',
  setRate: '将学习率设为 {{rate}}',
  resetAtRate: '重置，并将学习率设为 {{rate}}',
  noGradient: {
    title: '网络已不再学习。',
    text: '从第 {{step}} 步起，所有梯度都为零：权重已偏离太远，输出不再取决于输入。只能重新开始。',
  },
  lossJumped: {
    title: '损失突然升高。',
    text: '第 {{step}} 步之后为 {{from}}，现在为 {{to}}。学习率过高就会这样。',
  },
  rateTooLow: {
    title: '学习率偏低。',
    text: '使用 {{rate}} 时，这个配方学得比使用其默认值 {{usual}} 时慢得多。',
  },
  memorizing: {
    title: '网络开始记住训练图像。',
    text: '在新图像上，损失在第 {{step}} 步之后最低；现在为 {{heldOut}}，而在训练图像上为 {{training}}。请停止训练，或用更多图像训练。',
  },
  memorizingFew: {
    title: '网络开始记住训练图像。',
    text: '训练图像只有 {{pictures}} 张。在其他图像上，损失在第 {{step}} 步之后最低；现在为 {{heldOut}}，而在训练图像上为 {{training}}。它画出的图像会与训练图像相似。增加图像会有帮助。',
  },
  waitingForData: {
    title: 'GPU 在等待图像。',
    text: '最近半分钟内，训练有 {{percent}}% 的时间在等待数据下载。数据集下载完后会变快。',
  },
  averageLags: {
    title: '平均权重仍在预热。',
    text: '其损失为 {{ema}}，原始权重的损失为 {{raw}}。样本使用平均权重，因此看起来不如使用原始权重；随着训练继续，这种差距会消失。',
  },
  predictsPictures: {
    title: '这个 U-Net 直接预测图像。',
    text: '只用平方误差时，这样的网络画得不好：epsilon、v 或流匹配效果更好。',
  },
  unusuallyHigh: {
    title: '损失高于通常水平。',
    text: '截至第 {{step}} 步，最近 {{window}} 步的平均损失为 {{loss}}；在这个数据集上，这个配方一次有记录的训练中，这一平均值为 {{low}} 到 {{high}}。',
  },
  usual: {
    title: '损失处于通常水平。',
    text: '截至第 {{step}} 步，最近 {{window}} 步的平均损失为 {{loss}}；在这个数据集上，这个配方一次有记录的训练中，这一平均值为 {{low}} 到 {{high}}。',
  },
  unusuallyLow: {
    title: '损失低于通常水平。',
    text: '截至第 {{step}} 步，最近 {{window}} 步的平均损失为 {{loss}}；在这个数据集上，这个配方一次有记录的训练中，这一平均值为 {{low}} 到 {{high}}。',
  },
  software: {
    title: '这里由处理器代替 GPU 工作。',
    text: '训练比在 GPU 上慢得多。如果这台设备有 GPU，可能是浏览器的设置不允许网页使用它。',
  },
};
