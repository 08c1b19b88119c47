/**
 * Imports a visitor's pictures in its own thread, beside the page and the engine, which may be
 * training.
 */
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
    // If an event cannot be sent, nobody listens any more.
    progress: (progress) => void page.$callEvent('progress', progress).catch(() => {}),
  },
});
const service: ImportService = { ...commands, holdForLife: (lockName) => holdForLife(navigator.locks, lockName) };
const page = createBirpc<ImportEvents, ImportService>(service, channelOver(self, 'everything'));
