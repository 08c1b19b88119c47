/**
 * Philox4x32-10 and Box-Muller. Each thread makes one block of four words, and so four numbers.
 * WGSL guarantees little for its own log, sin and cos (2^-11 absolute for the last two), so
 * polynomials replace them here. What is left to the adapter (fusing a product with a sum, the last
 * bits of a division or a root) changes results by about 1e-6: the words are the same on every GPU,
 * and the noise looks the same.
 */
import { cosSin } from '../shared/cos-sin.wgsl.ts';

/**
 * The functions for a kernel that draws numbers: `philox`, `boxMuller`, and `multiplyHigh` for
 * integers in a range.
 */
export const philox = /* wgsl */ `
  ${cosSin}

  // The upper half of the 64-bit product of two words, by 16-bit halves, because WGSL has no 64-bit
  // integers. The lower half is a * b.
  fn multiplyHigh(a: u32, b: u32) -> u32 {
    let a0 = a & 0xffffu;
    let a1 = a >> 16u;
    let b0 = b & 0xffffu;
    let b1 = b >> 16u;
    let middle = a1 * b0 + ((a0 * b0) >> 16u);
    return a1 * b1 + (middle >> 16u) + (((middle & 0xffffu) + a0 * b1) >> 16u);
  }

  fn philox(block: vec4<u32>, firstKey: vec2<u32>) -> vec4<u32> {
    var c = block;
    var k = firstKey;
    for (var round = 0u; round < 10u; round++) {
      c = vec4<u32>(
        multiplyHigh(0xcd9e8d57u, c.z) ^ c.y ^ k.x,
        0xcd9e8d57u * c.z,
        multiplyHigh(0xd2511f53u, c.x) ^ c.w ^ k.y,
        0xd2511f53u * c.x);
      k += vec2<u32>(0x9e3779b9u, 0xbb67ae85u);
    }
    return c;
  }

  // ln(n / 2^24) for n in [1, 2^24], which is exact in f32. With n = 2^e (1 + f) and 1 + f in
  // [sqrt(1/2), sqrt(2)), this is Cephes' logf: f - f^2/2 + f^3 P(f). ln 2 is split so that e times
  // its upper part is exact.
  fn logOf24Bits(n: u32) -> f32 {
    let bits = bitcast<u32>(f32(n));
    var e = i32(bits >> 23u) - 127;
    var m = bitcast<f32>((bits & 0x7fffffu) | 0x3f800000u);
    if (m > 1.41421356) {
      m *= 0.5;
      e += 1;
    }
    let f = m - 1.0;
    let z = f * f;
    var p = 7.0376836292e-2;
    p = p * f - 1.1514610310e-1;
    p = p * f + 1.1676998740e-1;
    p = p * f - 1.2420140846e-1;
    p = p * f + 1.4249322787e-1;
    p = p * f - 1.6668057665e-1;
    p = p * f + 2.0000714765e-1;
    p = p * f - 2.4999993993e-1;
    p = p * f + 3.3333331174e-1;
    let power = f32(e - 24);
    return (f * z * p - 2.12194440e-4 * power - 0.5 * z) + f + 0.693359375 * power;
  }

  // sqrt is accurate to a few units in the last place; one Newton step makes that one unit.
  fn root(x: f32) -> f32 {
    if (x <= 0.0) {
      return 0.0;
    }
    let y = sqrt(x);
    return y + (x - y * y) / (2.0 * y);
  }

  // (cos, sin) of 2 pi n / 2^24 for n below 2^24. The nearest quarter turn is subtracted in
  // integers, so exactly.
  fn cosSinOf24Bits(n: u32) -> vec2<f32> {
    let quarter = (n + 0x200000u) >> 22u;
    return cosSin(f32(i32(n) - i32(quarter << 22u)) * 3.7450703e-7, quarter);
  }

  fn boxMuller(word0: u32, word1: u32) -> vec2<f32> {
    return root(-2.0 * logOf24Bits((word0 >> 8u) + 1u)) * cosSinOf24Bits(word1 >> 8u);
  }
`;

/** The kernel that makes noise. */
export const philoxNormal = /* wgsl */ `
  ${philox}

  fn main(index: i32) {
    let first = index * 4;
    // Reading the uniforms here also keeps them bound: an automatic layout drops a binding that the
    // source does not use.
    if (first >= uniforms.count) {
      return;
    }
    let low = uniforms.counterLow + u32(index);
    let high = uniforms.counterHigh + select(0u, 1u, low < uniforms.counterLow);
    let words = philox(vec4<u32>(low, high, 0u, 0u), vec2<u32>(uniforms.key0, uniforms.key1));
    let normals = vec4<f32>(boxMuller(words.x, words.y), boxMuller(words.z, words.w));
    for (var i = 0; i < min(4, uniforms.count - first); i++) {
      result[first + i] = normals[i];
    }
  }
`;
