import { conversionOfFolder, conversionOfRepository } from '../conversion.ts';
import type { TranslatedWords } from '../shape.ts';

export const errors: TranslatedWords['errors'] = {
  'data-missing': {
    what: '训练图像不存在（{{file}}）。',
    remedy: '请在构建页面的地方运行 `npm run data`，然后重新加载。',
  },
  'data-unreachable': {
    what: '这台设备上没有“{{set}}”，而当前处于离线状态，或本页所在的服务器没有响应。',
    remedy: '在这里用过的一切都可以离线使用。联网后请重试。',
  },
  'data-host-unreachable': {
    what: '{{set}} 不在这台设备上，而存放本页数据集的 {{host}} 无法访问，或者不允许本页读取其文件；浏览器不说明是哪一种情况。',
    remedy: '请检查网络连接。如果这是你的页面：{{host}} 必须发送 Access-Control-Allow-Origin。',
  },
  'data-set-missing': {
    what: '这个浏览器中没有所需的数据集“{{name}}”，它由自己的图片组成。',
    remedy: '请在“自己的图片”中再次添加同样的图片，或选择其他数据集。',
  },
  'data-manifest-invalid': {
    what: '训练图像的清单无法读取：{{reason}}。',
    remedy: '请再次运行 `npm run data`。',
  },
  'data-shard-missing': {
    what: '文件 {{file}} 未能加载。',
    remedy: '将用其他图像继续训练。',
  },
  'data-shard-corrupt': {
    what: '文件 {{file}} 已损坏：{{reason}}。',
    remedy: '将用其他图像继续训练。',
  },
  'data-all-shards-failed': {
    what: '所有训练图像都未能加载。',
    remedy: '请检查网络连接，然后重新加载。',
  },
  'data-no-images': {
    what: '所选类别没有图像。',
    remedy: '请至少选择一个数据集中存在的类别。',
  },
  'data-fewer': {
    what: '这次训练开始时有 {{images}} 张训练图像，现在只有 {{all}} 张。',
    remedy: '若要精确地继续训练，请用 `npm run data` 准备其余图像，然后重新打开这次训练。',
  },
  'data-more': {
    what: '这次训练开始时有 {{images}} 张训练图像，将继续使用这些图像，尽管现在有 {{all}} 张可用。',
    remedy: '新的训练会从一开始就使用全部图像。',
  },
  'image-none': {
    what: '所提供的内容中没有图片文件。',
    remedy: '请先保存图片，再选择、拖入或粘贴该文件。',
  },
  'image-empty': { what: '文件 {{name}} 是空的。', remedy: '请选择其他图片。' },
  'image-not-an-image': {
    what: '文件 {{name}} 不是可读取的图片。',
    remedy: '请使用 PNG、JPEG、WebP、AVIF、GIF、BMP 或 ICO。',
  },
  'image-too-large': {
    what: '图片 {{name}} 太大（{{size}}）。',
    remedy: '请使用不超过 {{limit}} 的图片。',
  },
  'image-svg': {
    what: '{{name}} 是 SVG 图形，其中可能含有脚本。',
    remedy: '请使用 PNG、JPEG、WebP、AVIF、GIF、BMP 或 ICO。',
  },
  'image-undecodable': {
    what: '图片 {{name}} 已损坏或不完整。',
    remedy: '请从来源重新保存，或选择其他图片。',
  },
  'image-unsupported': {
    what: '{{name}} 是 {{format}} 格式的图片，这里无法读取。',
    remedy: '请另存为 PNG 或 JPEG。',
  },
  'own-zip': {
    what: '{{name}} 无法打开：{{reason}}。',
    remedy: '请重新将图片打包为 .zip，或选择图片所在的文件夹。',
  },
  'own-sheet': {
    what: '网格与 {{name}} 不符，该图为 {{size}} 像素。',
    remedy: '每格至少 2 × 2 像素，最多 100,000 格。',
  },
  'own-too-few': {
    what: '共有 {{count}} 张不同的图片，一个数据集至少需要 {{least}} 张。',
    remedy: '请添加更多图片。完全相同的图片只算一张。',
  },
  'own-too-large': {
    what: '这些图片合计占用的内存超出了单个页面的限度。',
    remedy: '以当前尺寸最多可容纳 {{most}} 张：请减少图片、缩小尺寸，或改用灰度。',
  },
  'own-too-many-classes': {
    what: '共有 {{count}} 个子文件夹，一个数据集最多可有 {{most}} 个类别。',
    remedy: '请关闭“子文件夹即类别”，或减少子文件夹。',
  },
  'own-not-secure': {
    what: '本页是通过未加密的连接加载的，因此浏览器不允许它辨识图片。',
    remedy: '请通过 https 或从本机（localhost）打开。',
  },
  'own-canvas': {
    what: '为了防止跟踪，这个浏览器会改动页面读到的图片内容。',
    remedy: '请允许本页读取图片（“canvas 数据”），或使用其他浏览器。',
  },
  'own-import-died': {
    what: '读取图片时意外中止，可能是内存不足。',
    remedy: '请减少图片，或使用更小的图片。',
  },
  'own-no-room': {
    what: '浏览器的存储空间放不下这些图片：需要 {{needed}}。',
    remedy: '请删除不需要的数据集，或释放一些磁盘空间。',
  },
  'own-not-kept': {
    what: '这个浏览器不允许本页保存图片（{{reason}}）。',
    remedy: '请使用普通窗口而非隐私窗口，或使用其他浏览器。',
  },
  'checkpoint-not-one': {
    what: '{{name}} 不是检查点。',
    remedy: '请打开由本页导出的 .zip，或由 diffusers 保存的文件夹打包成的 .zip。',
  },
  'checkpoint-too-large': { what: '检查点超过 {{limit}}。', remedy: '请打开较小的检查点。' },
  'checkpoint-file-missing': { what: '检查点缺少 {{file}}。', remedy: '请重新完整地导出、保存或下载。' },
  'checkpoint-invalid': { what: '无法读取检查点中的 {{file}}：{{reason}}。', remedy: '请重新导出、保存或下载。' },
  'checkpoint-pickle': {
    what: '检查点的权重是 Python pickle（{{file}}），这种文件在打开时可以运行任意程序。',
    remedy: `请转换文件夹 DIR（没有 model_index.json 时改用 UNet2DModel），再将文件夹 model 打包为 .zip 打开：${conversionOfFolder}`,
  },
  'checkpoint-lfs-pointer': {
    what: '{{file}} 是 Git LFS 指针，而不是文件本身。',
    remedy: '请运行 git lfs pull，或从文件所在的网站下载。',
  },
  'checkpoint-web-page': {
    what: '{{file}} 是网页，而不是模型。',
    remedy: '请检查地址：它必须指向文件本身。',
  },
  'checkpoint-tensor': {
    what: '检查点与网络不符，张量 {{tensor}}：{{reason}}。',
    remedy: '它的文件互相矛盾：请修正 config.json，或在权重中添加、删除这个键，或改正其形状。',
  },
  'checkpoint-no-half': {
    what: '权重无法以半精度保存：{{tensor}} 含有 {{value}}，而半精度最大只能到 {{largest}}。',
    remedy: '请改为保存完整的检查点。',
  },
  'checkpoint-recipe-unknown': {
    what: '这里没有检查点所用的配方：{{recipe}}。',
    remedy: '请打开其他配方的检查点。',
  },
  'checkpoint-notice': { what: '关于检查点：{{reason}}。', remedy: '' },
  'model-unreachable': {
    what: '无法访问 {{host}}，或者它不允许其他网页读取其文件；浏览器不会说明是哪种情况。',
    remedy: '请检查网络连接和地址；也可以下载文件，再作为检查点打开。',
  },
  'model-not-here': {
    what: '这台设备上还没有“{{model}}”，而当前处于离线状态，或本页所在的服务器没有响应。',
    remedy: '在这里打开过的模型都可以离线使用。联网后请重试。',
  },
  'model-missing': {
    what: '{{address}} 处没有模型。',
    remedy: '地址须指向一个 .zip，或含有 model_index.json 或 config.json 的文件夹。',
  },
  'model-refused': {
    what: '{{host}} 返回了错误（{{status}}）。',
    remedy: '请稍后重试；也可以下载文件，再作为检查点打开。',
  },
  'model-cut-short': {
    what: '收到 {{received}} 后，与 {{host}} 的连接中断。',
    remedy: '请检查网络连接，然后重试。',
  },
  'hub-unreachable': {
    what: '无法访问 {{host}}。',
    remedy: '请检查网络连接；也可以在别处下载文件，再打开其文件夹。',
  },
  'hub-missing': {
    what: 'Hub 上没有公开的仓库 {{repository}}。',
    remedy: '请检查拼写：owner/name。私有仓库可在命令行中使用令牌（HF_TOKEN）。',
  },
  'hub-revision': {
    what: '{{repository}} 没有版本 {{revision}}。',
    remedy: '版本可以是分支、标签、提交，或 refs/pr/1 这样的拉取请求。',
  },
  'hub-gated': {
    what: '{{repository}} 只对在 Hub 上接受其条款的人开放。',
    remedy: '请在那里接受条款，下载文件，再作为检查点打开；在命令行中，使用自己的令牌（HF_TOKEN）即可。',
  },
  'hub-token': { what: '{{host}} 不接受这个令牌。', remedy: '请将 HF_TOKEN 设为有效的令牌，或取消设置。' },
  'hub-busy': {
    what: '{{host}} 收到来自当前网络的请求过多，要求暂停。',
    remedy: '请在 {{minutes}} 分钟后重试。',
  },
  'hub-answer': {
    what: '{{host}} 的响应不像是模型 Hub 的响应（{{reason}}）。',
    remedy: '请稍后重试；也可以下载文件，再作为检查点打开。',
  },
  'hub-no-model': {
    what: '{{place}} 中没有 diffusers 的 U-Net：应有的位置上没有 config.json。',
    remedy: '如果它在仓库的某个文件夹中，请写明该文件夹：hf:owner/name/folder。',
  },
  'hub-pickle': {
    what: '{{repository}} 的权重只有 Python pickle 格式（{{file}}），这种文件在打开时可以运行任意程序。',
    remedy: `请转换权重，再将文件夹 model 打包为 .zip 打开：${conversionOfRepository}`,
  },
  'hub-pickle-converted': {
    what: '{{repository}} 的权重只有 Python pickle 格式（{{file}}），这种文件在打开时可以运行任意程序。',
    remedy: '有一个拉取请求提供了 safetensors；所有者尚未合并，因此请先在 Hub 上查看其提交者，再打开 {{address}}。',
  },
  'hub-damaged': {
    what: '{{file}} 与 Hub 上的文件不一致：{{reason}}。',
    remedy: '请重试。文件内容未被使用。',
  },
  'hub-not-secure': {
    what: '本页是通过未加密的连接加载的，因此浏览器不允许它校验模型。',
    remedy: '请通过 https 或从本机（localhost）打开。',
  },
  'scheduler-config': {
    what: '调度器无法在 {{field}} = {{value}} 时运行：{{reason}}。',
    remedy: '请选择其他调度器，或修改其 scheduler_config.json 中的这个字段。',
  },
  'model-spoiled': {
    what: '这里缺少 {{file}}，或者它与清单不符。',
    remedy: '请重新加载页面后重试：模型可能刚刚被替换。',
  },
  'model-closed': {
    what: '该模型已关闭。',
    remedy: '请重新打开。',
  },
  'lane-run-missing': {
    what: '这里没有保存该次训练的检查点。',
    remedy: '请为这条赛道选择其他网络。',
  },
  'lane-run-classes': {
    what: '该次训练有 {{its}} 个类别，而当前训练有 {{ours}} 个。',
    remedy: '请选择在同一数据集上的训练，或先打开该次训练。',
  },
  'lane-run-unfit': {
    what: '该次训练生成的图像与当前训练不同：是 {{its}}，而不是 {{ours}}。',
    remedy: '请选择在同一数据集上的训练，或先打开该次训练。',
  },
  'model-classes': {
    what: '模型学过 {{classes}} 个类别，而这些图片有 {{set}} 个。',
    remedy: '请将图片分到最多 {{classes}} 个文件夹中，或不使用类别。',
  },
  'model-config': {
    what: '网络的这项配置在这里无法运行：{{field}} 为 {{value}}。',
    remedy: '在这里须为 {{allowed}}。',
  },
  'value-invalid': { what: '{{name}}：不允许 {{value}}。', remedy: '须为 {{allowed}}。' },
  'webgpu-unavailable': {
    what: '网页通过 WebGPU 使用 GPU 计算，而这里无法使用 WebGPU（{{reason}}）。',
    remedy: '在新版 Chrome、Edge、Safari 或 Firefox 中启用硬件加速后即可使用。',
  },
  'webgpu-missing': {
    what: '这里无法使用 WebGPU（{{reason}}）。',
    remedy: '请使用支持 WebGPU 的浏览器和显卡驱动，或选择其他后端。',
  },
  'webgl-missing': {
    what: '这里无法使用 WebGL（{{reason}}）。',
    remedy: '请使用启用了硬件加速的浏览器，或选择其他后端。',
  },
  'half-precision-missing': {
    what: '这台设备无法以半精度存储激活值（WebGPU 的 shader-f16），因此以单精度存储。',
    remedy: '其他一切不变；减小批次大小可以节省内存。',
  },
  'device-lost': {
    what: 'GPU 设备丢失（{{reason}}）。',
    remedy: '页面会重新创建设备，并从最近一次保存的状态继续。',
  },
  'out-of-memory': {
    what: '显存不足，无法完成这项操作。',
    remedy: '其他一切照常进行。请减少图像数，或关闭其他占用 GPU 的程序。',
  },
  'step-out-of-memory': {
    what: '显存不足，无法完成一个训练步。',
    remedy: '批次大小 {{batch}} 约需 {{megabytes}} MB。训练仍保持在这一步之前的状态。',
  },
  'device-error': { what: 'GPU 报告了错误：“{{message}}”。', remedy: '请重置，或减小批次大小。' },
  'worker-died': {
    what: '训练进程意外结束。',
    remedy: '页面会启动新的进程，并从最近一次保存的状态继续。',
  },
  'part-missing': {
    what: '页面的一部分未能加载（{{part}}）。',
    remedy: '请检查网络连接，然后重试。',
  },
  'nothing-saved': {
    what: '这次训练尚未保存任何内容。',
    remedy: '请重新启动引擎，或重新加载页面。',
  },
  'storage-full': {
    what: '空间不足，无法保存这次训练。',
    remedy: '请导出检查点，或在浏览器中释放一些空间。',
  },
  'storage-unavailable': {
    what: '这个浏览器不允许本页保存训练（{{reason}}）。',
    remedy: '请在离开之前导出检查点。',
  },
  'autosave-gone': {
    what: '已保存的训练找不到了。',
    remedy: '它可能已在其他标签页中被删除。',
  },
  'not-finite': {
    what: '第 {{step}} 步的损失变成了 NaN 或无穷大：训练停在此前最后一个正常的步。',
    remedy: '请降低学习率后从那里继续训练，或重置。',
  },
  cancelled: { what: '已取消。', remedy: '' },
  bug: { what: '出错了：“{{message}}”', remedy: '请重新加载页面；如果再次出现，请报告这个问题。' },
};
