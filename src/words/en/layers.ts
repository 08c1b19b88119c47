export const layers = {
  title: 'Inside the network',
  about:
    'The numbers of each layer. Weights start narrow and spread as they learn; a layer that stays as it was learns nothing. Gradients that vanish or explode show as spikes at zero or as far outliers. Activations are what a layer answers to the noisy test images above: one that answers the same to all has nothing to say.',
  look: 'Look inside',
  again: 'Look again',
  none: 'Histograms of weights, gradients and activations, layer by layer, as they are at that moment.',
  at: 'After step {{step}}',
  layer: 'Layer',
  parameters: 'Parameters',
  weights: 'Weights',
  gradients: 'Gradients (running mean)',
  activations: 'Activations',
  range: '{{low}} to {{high}}, standard deviation {{deviation}}',
  noGradients: 'none yet',
};
