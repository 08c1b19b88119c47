import type { TranslatedBenchWords } from '../shape.ts';

const peers = {
  ours: 'Diffusion Playground',
  stock: '原版 tfjs（WebGPU）',
  webgl: '原版 tfjs（WebGL）',
  'jax-js': 'jax-js（WebGPU）',
  'torch-cpu': 'PyTorch（CPU）',
  'torch-cuda': 'PyTorch（GPU）',
  'torch-compiled': 'PyTorch（GPU，torch.compile）',
};

export const bench: TranslatedBenchWords = {
  title: '我的 GPU 有多快？',
  pageTitle: '我的 GPU 有多快？ – Diffusion Playground',
  description: '在自己的 GPU 上测量图像扩散模型的训练和采样速度，并与浏览器中的其他方案比较。',
  needsScript: '本页测量 GPU 的速度，需要启用 JavaScript。',
  tagline: '在自己的设备上测量 Diffusion Playground 的训练和采样速度，并与浏览器中的其他方案比较。',
  back: '返回主页面',

  plan: {
    title: '测量',
    about:
      '各方案轮流完成同样的工作，因此设备变慢时，所有方案都会变慢。任何数据都不会离开这台设备。请让这个标签页保持在前台：浏览器会放慢看不见的页面。',
    cases: '测量项目',
    peers: '对比方案',
    size: '工作量',
    sizes: { full: '与训练时相同', quick: '少量' },
    sizeAbout: {
      full: '完整批次：有 GPU 时需一两分钟，没有 GPU 时每步需数秒。',
      quick: '每次两张图像，步数较少：适合手机和没有 GPU 的电脑。对大型 GPU 参考意义较小，因为它几乎无事可做。',
    },
    start: '测量',
    again: '重新测量',
    mine: '测量我的 GPU',
    cancel: '取消',
    none: '请至少选择一项。',
  },

  progress: {
    label: '正在测量',
    starting: '正在打开 GPU…',
    limits: '适配器的峰值性能',
    first: '{{case}}：{{peer}}，首次运行',
    round: '{{case}}：{{peer}}，第 {{round}} / {{rounds}} 遍',
    done: '测量完成。',
    cancelled: '已取消。已测得的结果仍然保留。',
    cancelling: '完成这一遍后停止。',
  },

  failed: {
    noWebGPU: '请换一个浏览器，或更新这个浏览器。',
    stopped: '测量已中止，请减少工作量后重试。',
    link: '链接中没有本页能读取的结果。可能在传送途中被截短，请再索取一次。',
  },

  adapter: {
    title: '设备',
    shared: '由他人于 {{when}} 测量，并通过链接分享。',
    own: '测量于 {{when}}。',
    name: '适配器',
    browser: '浏览器',
    features: '使用的特性',
    versions: '版本',
    none: '无',
    limitsTitle: '峰值性能',
    fma: '寄存器中的乘加',
    gemm: '普通矩阵乘法',
    copy: '显存复制',
    dispatch: '调度一次空内核',
    gflops: '{{value}} GFLOP/s',
    gigabytes: '{{value}} GB/s',
    microseconds: '{{value}} µs',
  },

  case: {
    article: {
      name: '文章',
      title: '文章的程序，一个训练步',
      about: '四层网络：前向、反向、Adam。',
    },
    tiny: {
      name: '微型 U-Net',
      title: '微型 U-Net，一个训练步',
      about: '加噪、前向、反向、AdamW 和滑动平均，图像共三级分辨率。',
    },
    small: {
      name: '小型 U-Net',
      title: '小型 U-Net，一个训练步',
      about: '同上，但更宽、更深。',
    },
    'ddpm-cifar10': {
      name: 'DDPM CIFAR-10',
      title: 'CIFAR-10 的 DDPM，一个训练步',
      about: '已发表的网络，3,570 万个权重。',
    },
    ddim: {
      name: 'DDIM',
      title: '用 DDIM 从噪声生成图像',
      about: '每步调用一次微型 U-Net。',
    },
    block: {
      name: 'ResNet 块',
      title: '一个 ResNet 块，前向和反向',
      about: '归一化、激活和两个卷积：所有 U-Net 都由它组成。',
    },
  },
  peer: peers,
  peerInSentence: { ...peers, ours: '本页' },

  result: {
    clause: '，',
    batch_other: '{{count}} 张图像',
    steps_other: '{{count}} 步',
    who: '方案',
    time: '用时',
    compared: '比较',
    ofLimit: '相对于普通矩阵乘法的速率',
    ms: '{{value}} ms',
    seconds: '{{value}} 秒',
    range: '{{low}} 至 {{high}}',
    oneRound: '一遍',
    times: '{{value}}×',
    percent: '{{value}}%',
    refused: '没有结果：{{reason}}',
    faster: '速度是“{{peer}}”的 {{ratio}} 倍',
    slower: '“{{peer}}”的速度是它的 {{ratio}} 倍',
    alone: '每秒 {{rate}} 张图像',
    explain: '所示为中位数，下方是最快和最慢的一遍。“比较”：用时是 Diffusion Playground 内核的多少倍。',
  },

  share: {
    title: '分享结果',
    link: '含结果的链接',
    copyLink: '复制链接',
    copyText: '复制为文本',
    copied: '已复制',
    download: '下载 JSON',
    fileName: 'gpu-bench',
    about: '数字就保存在链接中：不会存放在任何地方。',
    failed: '浏览器不允许本页复制，请手动选中链接。',
  },
};
