/** Reports the adapter and what it offers. */
import { describeAdapter } from '../../node/dawn.ts';
import { left, right } from '../../report/table.ts';
import { requireAdapter, runPartProgram, tellData, tellTable } from './part.ts';

await runPartProgram(async () => {
  const kind = await requireAdapter();
  const adapter = await describeAdapter();
  // A driver may list an adapter and still fail to open a device.
  const gpuAdapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  const device = await gpuAdapter?.requestDevice();
  device?.destroy();
  const { name, vendor, architecture, driver, features, limits } = adapter;
  tellData({ adapter: { ...adapter, kind, isGpu: kind === 'gpu' } });
  tellTable({
    title: 'Adapter',
    columns: [left('what'), left('which')],
    rows: [
      ['name', name],
      ['vendor, architecture', [vendor, architecture].filter(Boolean).join(', ')],
      ['taken for', kind === 'gpu' ? 'a GPU' : `${kind}, which computes on the processor`],
      ['driver file', driver],
      ['features', features.join(' ')],
    ],
    notes: [],
  });
  tellTable({
    title: 'Limits',
    columns: [left('limit'), right('value')],
    rows: Object.entries(limits).map(([limit, value]) => [limit, value.toLocaleString('en')]),
    notes: [],
  });
  return true;
});
