/**
 * Finds the fastest tile of a convolution for each layer and direction, and compares it with the
 * one that `variants.ts` chooses.
 */
import { requiredWebgpuBackend } from '../../../src/ml/device/current-backend.ts';
import { type ConvolutionVariant, convolutionVariant } from '../../../src/ml/kernels/conv2d/variants.ts';
import { type ConvolutionLayer, convolutionLayers, layerFlops, layerTitle } from '../../cases/convolution-layers.ts';
import { digits, times } from '../../report/figures.ts';
import { left, right } from '../../report/table.ts';
import { batchFor, type Direction, directions, networks } from '../layers.ts';
import { ShapeScores } from '../shape-scores.ts';
import { tileCandidates } from '../tile-candidates.ts';
import { requireAdapter, runPartProgram, tellData, tellProgress, tellTable } from './part.ts';

/**
 * The largest relative difference of the results; a faster tile that computes other numbers does
 * not count.
 */
const tolerance = 1e-4;

await runPartProgram(async (_, signal) => {
  await requireAdapter();
  const { openDevice } = await import('../../../src/ml/backends/open-device.ts');
  const { loadRecording } = await import('../../../src/ml/device/recording-loader.ts');
  const { LayerTimer } = await import('../layer-timer.ts');
  const device = await openDevice('webgpu');
  await loadRecording();
  const { facts } = requiredWebgpuBackend();
  const current = convolutionVariant(facts);
  const batch = batchFor(facts.kind);
  const scores = new ShapeScores();
  const rows: string[][] = [];
  const wrong: string[] = [];
  const layers = convolutionLayers(networks);
  const all = layers.length * directions.length;
  const tellReached = () => tellProgress('layers and directions', rows.length, all, wrong);

  async function sweep(layer: ConvolutionLayer, direction: Direction, timer: InstanceType<typeof LayerTimer>) {
    const flops = batch * layerFlops(layer);
    const rateOf = async (variant: ConvolutionVariant) => flops / (await timer.milliseconds(variant)) / 1e6;
    const now = await rateOf(current);
    let best = { title: 'none', rate: 0 };
    const rates: Record<string, number> = {};
    const written = direction === 'input gradient' ? layer.inChannels : layer.outChannels;
    for (const { title, variant } of tileCandidates(direction, written, facts.limits.maxComputeWorkgroupStorageSize)) {
      if (signal.aborted) return;
      if (!((await timer.difference(variant)) < tolerance)) {
        wrong.push(`${layerTitle(layer)}, ${direction}, ${title}`);
        continue;
      }
      const rate = await rateOf(variant);
      rates[title] = rate;
      if (rate > best.rate) best = { title, rate };
    }
    scores.add(direction, rates);
    tellData({ tiles: layerTitle(layer), direction, now, rates });
    rows.push([layerTitle(layer), direction, digits(now), best.title, digits(best.rate), times(best.rate / now)]);
  }

  function tellAll(): void {
    tellTable({
      title: `The fastest tile by layer, batch ${batch}`,
      columns: [
        left('layer'),
        left('direction'),
        right('now, GFLOP/s'),
        left('fastest: pixels x channels by invocations'),
        right('GFLOP/s'),
        right('gain'),
      ],
      rows,
      notes: [
        ...wrong.map((what) => `Wrong: ${what}.`),
        'Layers on which steps spend most come first. For the filter gradient, pixels are rows of the filter.',
      ],
    });
    for (const table of scores.tables()) tellTable(table);
  }

  tellReached();
  for (const layer of layers) {
    for (const direction of directions) {
      if (signal.aborted) break;
      const timer = new LayerTimer(device, layer, batch, direction, current);
      try {
        await sweep(layer, direction, timer);
      } finally {
        timer.dispose();
      }
      tellReached();
      if (!signal.aborted) tellAll();
    }
  }
  device.dispose();
  return wrong.length === 0 && rows.length === all;
});
