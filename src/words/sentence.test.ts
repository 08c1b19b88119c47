import { describe, expect, it } from 'vitest';
import { type ErrorCode, type ErrorValues, PlaygroundError, reportOf } from '../ml/errors.ts';
import { sentenceOf } from './sentence.ts';

const sentence = (code: ErrorCode, values: ErrorValues): string =>
  sentenceOf(reportOf(new PlaygroundError(code, values)));

describe('what the command line advises for a model from elsewhere', () => {
  it('for weights that do not fit is to make the folder consistent', () => {
    const values = { tensor: 'conv_in.weight', reason: { code: 'missing' } } as const;
    expect(sentence('checkpoint-tensor', values)).toMatch(
      /conv_in\.weight: it is missing\. .*correct config\.json, or add, remove or reshape this key/,
    );
  });

  it('for a damaged file is to save or download it again', () => {
    const values = { file: 'model.safetensors', reason: { code: 'cut-short' } } as const;
    expect(sentence('checkpoint-invalid', values)).toMatch(/it is cut short\. Save or download it again\.$/);
  });

  it('for a pickle is the line of Python that converts it, as for the hub', () => {
    expect(sentence('checkpoint-pickle', { file: 'unet/model.bin' })).toContain(
      `python -c "from diffusers import DDPMPipeline as P; P.from_pretrained('DIR').save_pretrained('model')"`,
    );
    const values = { repository: 'a/b', file: 'model.bin', pipeline: 'UNet2DModel' };
    expect(sentence('hub-pickle', values)).toContain(
      `python -c "from diffusers import UNet2DModel as P; P.from_pretrained('a/b').save_pretrained('model')"`,
    );
  });
});

it('states what is wrong with a file, not what would be right', () => {
  const loss: ErrorValues = {
    file: 'training_state.json',
    reason: { code: 'in-field', field: 'loss_history', problem: { code: 'losses-unlike-steps' } },
  };
  expect(sentence('checkpoint-invalid', loss)).toContain('loss_history: there are not as many losses as steps.');
  const shift: ErrorValues = { field: 'shift', value: '0', reason: { code: 'must-be-above', least: 0 } };
  expect(sentence('scheduler-config', shift)).toContain('shift = 0: it must be above 0.');
});
