/**
 * The line of Python that turns pickled weights into safetensors in the folder `model`; the same in
 * every language. `pipeline` is the diffusers class that opens them; `from` is a folder or a
 * repository.
 */
const conversion = (pipeline: string, from: string): string =>
  `python -c "from diffusers import ${pipeline} as P; P.from_pretrained('${from}').save_pretrained('model')"`;

export const conversionOfRepository = conversion('{{pipeline}}', '{{repository}}');
export const conversionOfFolder = conversion('DDPMPipeline', 'DIR');
