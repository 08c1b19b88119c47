import { about } from './about.ts';
import { choices } from './choices.ts';
import { dataSets } from './data-sets.ts';
import { evaluation } from './evaluation.ts';
import { generate } from './generate-panel.ts';
import { hints } from './hints.ts';
import { learn } from './learn.ts';
import { parameters } from './parameters.ts';
import { recipes } from './recipes.ts';
import { share } from './share-panel.ts';

export const page = {
  about,
  choices,
  dataSets,
  evaluation,
  hints,
  parameters,
  recipes,
  ...learn,
  generate,
  share,

  modelNames: {
    digits: '数字',
    emoji: '表情符号',
    cifar10: '小尺寸照片',
    article: '文章中的网络',
  },

  loadedModel: {
    untouched: '预训练模型“{{name}}”，未再训练',
    trained: '从“{{name}}”继续训练',
  },

  views: {
    label: '视图',
    start: '首页',
    learn: '学习',
    paint: '绘画',
    repair: '修复',
    runs: '记录',
  },

  page: {
    help: '术语与快捷键',
    about: '关于',
    howItWorks: '网络如何学习，图像如何生成',
    version: '版本 {{version}}',
    whatIs: '“{{term}}”是什么？',
    name: 'Diffusion Playground',
    comma: '、',
    clause: '，',
    shortName: 'Diffusion',
    description: '在浏览器中用自己的 GPU 训练图像扩散模型，只需按一个按钮。',
    needsScript: '本页在本机上训练神经网络，需要启用 JavaScript。',
    sandboxed:
      '这个框架的沙盒（sandbox）不允许本页读取自己的文件，因此本页无法启动。请在外层网页的 iframe 中写上 sandbox="allow-scripts allow-same-origin"。',
    notices: '通知',
    skip: '跳到主要内容',
    bench: '我的 GPU 有多快？',
    whole: '在 {{name}} 中打开',
    tagline: '用自己的 GPU 训练图像扩散模型',
  },

  recipe: {
    label: '配方',
    why: '{{teaches}}{{expect}}',
    about: '{{teaches}}{{expect}}',
    cost: '参数量 {{size}} M。{{where}}，完成全部轮数约需 {{time}}；每步约占内存 {{memory}}。',
    where: {
      measured: '按这台设备目前的速度',
      carried: '据这台设备在另一次训练中的速度估计',
      estimated: '据估计，在笔记本电脑的 GPU 上',
      webgl: '据粗略估计，在使用 WebGL 的 GPU 上',
      software: '据粗略估计，用处理器代替 GPU',
    },
    likewise: {
      measured: '在这台设备上',
      carried: '按同样的估计',
      estimated: '按同样的估计',
      webgl: '按同样的估计',
      software: '按同样的估计',
    },
    milestone: {
      digits: '可以认出数字',
      emoji: '可以认出表情符号',
      cifar10: '能看出照片属于所选类别',
    },
    named:
      '{{where}}，约 {{time}}后{{seen}}：此时网络已看过 {{images}} 张图像；在引导强度 {{guidance}} 下采样 {{samples}} 个样本，分类器正确识别了其中的 {{percent}}%。',
    unmeasured: '在这个数据集上用这些设置训练时，图像多久之后可以辨认，尚未测量。',
    time: {
      seconds_other: '{{count}} 秒',
      minutes_other: '{{count}} 分钟',
      hours_other: '{{count}} 小时',
      days_other: '{{count}} 天',
    },
    megabytes: '{{count}} MB',
    gigabytes: '{{count}} GB',
  },

  pending: {
    label: '已选择另一项训练',
    run: '“{{recipe}}”，数据集为“{{set}}”',
    training: '正在训练{{run}}。',
    there: '当前训练为{{run}}。',
    chosen: '现已选择{{run}}。',
    switch: '切换',
    keep: '保留当前训练',
  },

  transport: {
    label: '训练',
    train: '训练',
    pause: '暂停',
    resume: '继续',
    pausing: '正在暂停…',
    step: '单步',
    reset: '重置',
    trainWhy: '逐批学习训练图像，直到最后一轮结束。',
    pauseWhy: '完成当前这一步后停下，不会丢失任何内容。',
    stepWhy: '只走一步：处理一个批次，更新一次权重。',
    resetWhy: '用当前参数重新开始。如果训练已进行较久，或打开过模型，可以撤销重置。',
    phase: {
      starting: '正在启动引擎',
      restarting: '正在重启引擎',
      'given-up': '引擎已停止',
      ready: '就绪',
      training: '训练中',
      waiting: '等待图像',
      paused: '已暂停',
      finished: '已完成所有轮数',
      failed: '因错误停止',
    },
  },

  numbers: {
    loss: '损失',
    step: '步数',
    epoch: '轮次',
    epochOf: '{{epoch}} / {{epochs}}',
    speed: '图像 / 秒',
    left: '剩余时间',
    none: '–',
  },

  device: {
    label: '运行设备',
    starting: '正在查找 GPU…',
    none: '引擎不可用',
    noData: '没有训练图像',
    noDataPhase: '没有可供训练的图像',
    preparing: '正在准备 GPU',
    preparingOf: '{{done}} / {{total}} 个程序',
    preparingPhase: '准备中：{{done}} / {{total}}',
    cpuAdapter: 'CPU 上的 JavaScript',
    offline: '离线',
    backend: { webgpu: 'WebGPU', webgl: 'WebGL', cpu: 'CPU' },
    why: '{{adapter}}。一切都在本机运行，任何图像和数据都不会离开这台设备。',
    memory: '一个训练步约占 {{megabytes}} MB 显存。',
  },

  theme: {
    label: '外观：{{scheme}}',
    auto: '跟随系统',
    light: '浅色',
    dark: '深色',
  },

  language: {
    label: '语言',
  },

  boundary: {
    broken: '页面的这一部分已停止工作，其余部分照常运行。',
    missing: '页面的一部分未能加载。请检查网络连接后重试。',
    again: '重试',
  },

  restore: {
    dice: '换一张图像',
  },

  model: {
    action: '模型',
    ready: '本页自带的网络，可以用来绘画、继续训练，或用自己的图片微调。',
    choose: '选择模型',
  },

  dialog: {
    close: '关闭',
  },

  pace: {
    preparing: '正在为第一步准备 GPU…',
    first: '正在计算第一步…',
    soFar: '已用 {{time}}',
    left: '第 {{step}} / {{total}} 个去噪步，约剩 {{time}}',
    finishing: '第 {{total}} / {{total}} 个去噪步：马上完成',
    stopping: '完成这一步后停止…',
  },

  cost: {
    steps_other: '{{count}} 个去噪步',
    mostSteps_other: '最多 {{count}} 个去噪步',
    about: '{{work}}，在这台设备上约需 {{time}}。',
    unknown: '{{work}}。开始之后才能估计在这台设备上需要多久。',
    quick: '快速版',
    inSteps: '只用 {{steps}} 步',
    upToSteps: '最多 {{steps}} 步',
    inRounds: '只用 {{steps}} 步，不重复',
    pictures_other: '只取 {{count}} 张图像',
    picturesIn_other: '{{count}} 张图像，{{steps}} 步',
    quickAbout: '{{what}}，约需 {{time}}',
  },

  time: {
    seconds: '{{seconds}} 秒',
    minutes: '{{minutes}} 分 {{seconds}} 秒',
    hours: '{{hours}} 小时 {{minutes}} 分',
    days: '超过一天',
  },
};
