/** Imports own pictures beside the page, and beside the engine, which may be training. */
import { createBirpc } from 'birpc';
import { channelOver } from '../channel.ts';
import { holdForLife } from '../serve.ts';
import { browserSets } from './browser-sets.ts';
import { decodePicture } from './decode-picture.ts';
import { importService } from './import-service.ts';
import type { ImportEvents, ImportService } from './protocol.ts';

const commands = importService({
  decode: decodePicture,
  sets: browserSets,
  locks: navigator.locks,
  events: {
    // An event that cannot be sent has nobody to hear it.
    progress: (progress) => void page.$callEvent('progress', progress).catch(() => {}),
  },
});
const service: ImportService = { ...commands, holdForLife: (lockName) => holdForLife(navigator.locks, lockName) };
const page = createBirpc<ImportEvents, ImportService>(service, channelOver(self, 'everything'));
