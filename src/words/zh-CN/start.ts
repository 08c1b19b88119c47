import type { TranslatedWords } from '../shape.ts';

export const start: TranslatedWords['start'] = {
  title: '从噪声生成图像',
  about: '一个小型网络正在这台设备上逐步去除噪声。',
  loading: '正在获取网络…',
  received: '正在获取网络：{{received}} / {{total}} MB',
  opening: '正在准备设备…',
  painting: '第 {{step}} / {{steps}} 个去噪步：网络此刻从噪声中预测出的图像。',
  done: '刚刚在本机画出，用时 {{seconds}} 秒。',
  resting: '训练正在占用设备，绘画暂停。',
  paused: '绘画已停止。',
  failed: '模型目前无法在这里绘画。',
  again: '重试',
  class: '画什么',
  everyClass: '依次轮换',
  roll: '换一组噪声',
  pause: '停止绘画',
  resume: '继续绘画',
  picture: '{{name}}，{{number}}',
  nothing: '仍是噪声的图像',
  model: '这个网络有 {{parameters}} 个参数，看过 {{images}} 张图像。',
  judged: '据分类器判定，{{samples}} 个样本中有 {{percent}}% 与要求相符。',
  sheet: '这个网络画出的数字',
  withoutGpu: '这里无法使用 WebGPU，因此这些图像是在另一台机器上画好的。仍可用 {{backend}} 训练，但会慢得多。',
  askedFor:
    '这个链接指定使用 {{backend}}（backend={{value}}），因此不使用 GPU，这些图像是在另一台机器上画好的。仍可训练，但会慢得多。',
  useGpu: '使用 GPU',
  helpTitle: '如何启用 WebGPU',
  help: {
    insecure: ['WebGPU 需要安全地址：请通过 https 或从 localhost 打开本页。'],
    appleUpdate: ['请升级到 iOS 26 或 iPadOS 26：其浏览器支持 WebGPU。'],
    safariUpdate: [
      'Safari 从版本 26 起支持 WebGPU：请升级 macOS。',
      '也可以改用新版 Chrome 或 Edge，它们在所有 Mac 上都支持 WebGPU。',
    ],
    chromeLinux: [
      '打开 chrome://flags，启用“Unsafe WebGPU Support”和“Vulkan”。',
      '重新启动浏览器。',
      '如果仍然无法使用，请在 chrome://gpu 查看原因。需要支持 Vulkan 的新版显卡驱动。',
    ],
    chromeAndroid: [
      'Android 12 及更高版本上的 Chrome 支持 WebGPU，适用于大多数图形芯片。',
      '如果系统版本符合要求却仍无法使用，请打开 chrome://flags，启用“Unsafe WebGPU Support”，然后重新启动 Chrome。',
    ],
    chromeUpdate: ['请更新浏览器：当前版本太旧，还不支持 WebGPU。'],
    chromeAcceleration: [
      '打开 chrome://settings/system（Edge 为 edge://settings/system），启用“使用图形加速功能（如果可用）”。',
      '重新启动浏览器。',
      '如果仍然无法使用，请在 chrome://gpu 查看原因。更新显卡驱动通常有效。',
    ],
    firefoxUpdate: ['请更新 Firefox：Windows 版从 141 起、macOS 版从 145 起支持 WebGPU。'],
    firefoxElsewhere: [
      '在这个系统上，Firefox 默认尚未启用 WebGPU。',
      '打开 about:config，将 dom.webgpu.enabled 设为 true，然后重新加载本页。',
      '也可以改用新版 Chrome 或 Edge。',
    ],
    firefoxAcceleration: [
      '打开设置中的“性能”，勾选“自动启用硬件加速”。',
      '重新启动 Firefox。about:support 的“图形”部分会说明缺少什么。',
    ],
    otherBrowser: ['请使用新版 Chrome、Edge、Safari 或 Firefox，并启用硬件加速。'],
  },
  doorsTitle: '亲手训练一个模型',
  doors: {
    digits: { name: '一分钟画出数字', about: '看网络学会写数字。这个实验最快见效。' },
    emoji: { name: '表情符号', about: '彩色的笑脸、旗帜和标志，约 1,900 张图。' },
    cifar10: { name: '照片（CIFAR-10）', about: '十类事物，32 × 32 像素。需要耐心。' },
    own: { name: '自己的图片', about: '一个文件夹或一个 .zip。图片不会离开这台设备。' },
    article: {
      name: '文章的程序',
      about:
        '本页起源于一篇文章，它用一个四层的 PyTorch 小程序讲解 Stable Diffusion。这里的复现与其数值完全一致。它能去除照片上的噪声，但不能凭空生成图像。',
    },
    open: { name: '打开检查点', about: '在这里导出的 .zip，或打包成 .zip 的 diffusers 文件夹。' },
  },
};
