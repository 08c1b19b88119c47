/** The notice that there is no WebGPU: it has a line of its own, above the view. */
import type { ViewName } from '../../share/view-names.ts';
import type { Notice } from '../../store/index.ts';

export type SlowerDeviceNotice = Extract<Notice, { kind: 'error' }>;

export const isSlowerDevice = (notice: Notice): notice is SlowerDeviceNotice =>
  notice.kind === 'error' && notice.report.code === 'webgpu-unavailable';

/** Any other notice is a card in the page's corner. */
export const isCard = (notice: Notice): boolean => !isSlowerDevice(notice);

/** Start is left out: it says itself what it does without WebGPU. */
export type WorkingView = Exclude<ViewName, 'start'>;

/** What takes longer in a view. */
export const slowedIn = { learn: 'training', runs: 'training', paint: 'painting', repair: 'repairing' } as const;

/** The key of the device's sentences among the words of `notices.slower`. */
export const slowerKey = ({ report }: SlowerDeviceNotice) => (report.values.backend === 'webgl' ? 'webgl' : 'cpu');
