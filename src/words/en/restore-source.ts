/** Words of the visitor's own pictures: uploaded or drawn. {{values}} come with the call. */
export const restoreSource = {
  preview: 'What the network gets: {{width}} × {{height}} pixels',
  previewGrey: 'What the network gets: {{width}} × {{height}} pixels, grey',
  size: {
    label: 'Size',
    network: '{{width}} × {{height}}, the network’s own',
    square: '{{width}} × {{height}}',
    own: 'The whole picture, {{width}} × {{height}}',
    suits: {
      diffusion:
        'At {{side}} × {{side}} the network sees the whole picture, and every method fits. Of a larger one it sees tiles of {{side}} × {{side}}: One pass takes noise off well at any size, but what SDEdit, RePaint and DDNM make up in tiles comes out in fragments.',
      'one-pass':
        'The article’s network takes noise off a picture of any size, in one pass. In flat areas it leaves a faint grid of 4 pixels.',
    },
  },
  upload: {
    choose: 'Choose a picture',
    another: 'Choose another picture',
    input: 'Picture file',
    drop: 'or drop it here, or paste it',
    formats:
      'PNG, JPEG, WebP, AVIF, GIF, BMP or ICO, up to 30 MB. It stays on your machine; what is transparent becomes white.',
    opening: 'Opening …',
    shrinks:
      'Your picture has {{from.width}} × {{from.height}} pixels. The network is given {{to.width}} × {{to.height}}{{grey}}.',
    shrinksGrey: ', grey',
    larger: 'Under Size you can choose more of it, up to the whole picture.',
    crop: 'Crop',
    cropHint: 'Drag to move, wheel or pinch to zoom. Keys: arrows, + and −, Home for the whole picture.',
    cropValue: 'zoom {{zoom}}, {{x}} pixels from the left and {{y}} from the top of {{width}} × {{height}}',
    zoom: 'Zoom',
    zoomValue: '{{zoom}}×',
  },
  draw: {
    name: 'drawing',
    board: 'Drawing board',
    boardHint: 'Draw with mouse, finger or pen. Bold shapes and colours survive {{side}} × {{side}} pixels best.',
    size: 'Brush size',
    sizeOf: 'Brush size: {{size}}',
    sizeValue: '{{size}} px',
    color: 'Colour',
    ownColor: 'Own colour',
    eraser: 'Eraser',
    undo: 'Undo',
    redo: 'Redo',
    fill: 'Fill the background with the colour',
    clear: 'Clear',
    colors: {
      black: 'Black',
      grey: 'Grey',
      white: 'White',
      brown: 'Brown',
      red: 'Red',
      orange: 'Orange',
      yellow: 'Yellow',
      green: 'Green',
      teal: 'Teal',
      blue: 'Blue',
      purple: 'Purple',
      pink: 'Pink',
    },
  },
} as const;
