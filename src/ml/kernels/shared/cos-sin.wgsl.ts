/** WGSL guarantees its own sine and cosine only to 2^-11; these are accurate to about 1e-7. */
export const cosSin = /* wgsl */ `
  // (cos, sin) of x + quarter pi / 2, for x within an eighth of a turn of zero: Cephes' cosf and
  // sinf.
  fn cosSin(x: f32, quarter: u32) -> vec2<f32> {
    let z = x * x;
    let s = x + x * z * (-1.6666654611e-1 + z * (8.3321608736e-3 - z * 1.9515295891e-4));
    let c = 1.0 - 0.5 * z + z * z * (4.166664568298827e-2 + z * (-1.388731625493765e-3 + z * 2.443315711809948e-5));
    switch (quarter & 3u) {
      case 0u: { return vec2<f32>(c, s); }
      case 1u: { return vec2<f32>(-s, c); }
      case 2u: { return vec2<f32>(-c, -s); }
      default: { return vec2<f32>(s, -c); }
    }
  }
`;
