/**
 * The line of Python, the same in every language, that turns pickled weights into safetensors in
 * the folder `model`. `pipeline`: the class of diffusers that opens them; `from`: a folder or a
 * repository.
 */
const conversion = (pipeline: string, from: string): string =>
  `python -c "from diffusers import ${pipeline} as P; P.from_pretrained('${from}').save_pretrained('model')"`;

export const conversionOfRepository = conversion('{{pipeline}}', '{{repository}}');
export const conversionOfFolder = conversion('DDPMPipeline', 'DIR');
