/**
 * `fn locate(pixel : i32) -> vec3<i32>`: image, row and column of a pixel in the picture of one
 * phase.
 */
export const locatePixels = /* wgsl */ `
    fn locate(pixel : i32) -> vec3<i32> {
      let row = pixel / uniforms.phaseSize.y;
      return vec3<i32>(row / uniforms.phaseSize.x, row % uniforms.phaseSize.x, pixel % uniforms.phaseSize.y);
    }
`;
