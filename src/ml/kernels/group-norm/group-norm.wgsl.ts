/**
 * Each image's group of channels is the work of `lanes` invocations: one on a software adapter, where a barrier costs more than what it saves, a workgroup
 * on a GPU. All sizes count elements, which are single floats or four neighbouring channels.
 */
import type { ComputeProgram } from '../compute-program.ts';

export interface GroupNormVariant {
  /** Invocations a group: 1, or a power of two. */
  readonly lanes: number;
  /** Invocations a workgroup, where `lanes` is 1. */
  readonly workgroup: number;
}

/** Channels an element: 4 where the channels of a group are a multiple of 4. */
export type Components = 1 | 4;

const uniforms = {
  /** Images times groups. */
  count: 'u32',
  groups: 'u32',
  pixels: 'u32',
  /** Elements of a pixel. */
  channels: 'u32',
  /** Elements of a pixel that are in one group. */
  perGroup: 'u32',
  /** Elements from one image's gains to the next one's: 0 where all images share them. */
  gainStride: 'u32',
  epsilon: 'f32',
  /** 1: SiLU follows. */
  silu: 'u32',
} as const;

function element(components: Components) {
  return components === 4 ? 'vec4<f32>' : 'f32';
}

function common({ lanes }: GroupNormVariant, components: Components): string {
  const type = element(components);
  const alone = /* wgsl */ `
    fn total(value : Pair, lane : u32) -> Pair { return value; }
    fn groupIndex(workgroup : u32, lane : u32) -> u32 { return workgroup * workgroupSize + lane; }
    fn firstLane(lane : u32) -> u32 { return 0u; }
  `;
  const together = /* wgsl */ `
    var<workgroup> partial : array<Pair, lanes>;
    // Always the same tree: the same bits each time.
    fn total(value : Pair, lane : u32) -> Pair {
      partial[lane] = value;
      workgroupBarrier();
      for (var reach = lanes / 2u; reach > 0u; reach /= 2u) {
        if (lane < reach) {
          partial[lane].a += partial[lane + reach].a;
          partial[lane].b += partial[lane + reach].b;
        }
        workgroupBarrier();
      }
      let sum = workgroupUniformLoad(&partial[0]);
      return sum;
    }
    fn groupIndex(workgroup : u32, lane : u32) -> u32 { return workgroup; }
    fn firstLane(lane : u32) -> u32 { return lane; }
  `;
  return /* wgsl */ `
    alias Element = ${type};
    struct Pair { a : Element, b : Element }
    const lanes = ${lanes}u;
    ${lanes === 1 ? alone : together}
    fn across(value : Element) -> f32 { return ${components === 4 ? 'dot(value, Element(1.0))' : 'value'}; }
    fn sizeOfGroup() -> f32 { return f32(uniforms.pixels * uniforms.perGroup * ${components}u); }
    fn sigmoid(z : Element) -> Element { return 1.0 / (1.0 + exp(-z)); }
  `;
}

/** y, and for the way back each group's mean and 1 / sqrt(variance + epsilon). */
export function forwardProgram(variant: GroupNormVariant, components: Components): ComputeProgram {
  const type = element(components);
  return {
    key: `GroupNorm ${variant.lanes} ${variant.workgroup} ${components}`,
    workgroup: variant.lanes === 1 ? variant.workgroup : variant.lanes,
    uniforms,
    reads: { x: type, gain: type, offset: type },
    writes: { y: type, statistics: 'vec2<f32>' },
    text: /* wgsl */ `
      ${common(variant, components)}
      fn main(workgroup : u32, invocation : u32) {
        let index = groupIndex(workgroup, invocation);
        if (index >= uniforms.count) { return; }
        let lane = firstLane(invocation);
        let image = index / uniforms.groups;
        let channel = (index % uniforms.groups) * uniforms.perGroup;
        let start = image * uniforms.pixels * uniforms.channels + channel;

        // Sums of what is left without the first number: a mean far from zero then takes no digits of the variance.
        let pivot = x[start]${components === 4 ? '.x' : ''};
        var sums = Pair(Element(0.0), Element(0.0));
        for (var c = 0u; c < uniforms.perGroup; c++) {
          for (var pixel = lane; pixel < uniforms.pixels; pixel += lanes) {
            let value = x[start + pixel * uniforms.channels + c] - pivot;
            sums.a += value;
            sums.b += value * value;
          }
        }
        sums = total(sums, lane);
        let centre = across(sums.a) / sizeOfGroup();
        let variance = max(across(sums.b) / sizeOfGroup() - centre * centre, 0.0);
        let mean = pivot + centre;
        let scale = 1.0 / sqrt(variance + uniforms.epsilon);
        if (lane == 0u) {
          statistics[index] = vec2<f32>(mean, scale);
        }

        for (var c = 0u; c < uniforms.perGroup; c++) {
          let weight = gain[image * uniforms.gainStride + channel + c] * scale;
          let bias = offset[image * uniforms.gainStride + channel + c];
          for (var pixel = lane; pixel < uniforms.pixels; pixel += lanes) {
            let at = start + pixel * uniforms.channels + c;
            var z = (x[at] - mean) * weight + bias;
            if (uniforms.silu == 1u) {
              z *= sigmoid(z);
            }
            y[at] = z;
          }
        }
      }
    `,
  };
}

/**
 * With h = (x - mean) scale, z = h gain + offset, y = activation(z) and d = dy activation'(z): per image and channel the sums of d and of d h, the
 * gradients of offset and gain; and dx = scale (d gain - mean(d gain) - h mean(d gain h)), means over the group.
 */
export function backwardProgram(variant: GroupNormVariant, components: Components): ComputeProgram {
  const type = element(components);
  return {
    key: `GroupNormGradient ${variant.lanes} ${variant.workgroup} ${components}`,
    workgroup: variant.lanes === 1 ? variant.workgroup : variant.lanes,
    uniforms,
    reads: { x: type, dy: type, statistics: 'vec2<f32>', gain: type, offset: type },
    writes: { dx: type, gainGradient: type, offsetGradient: type },
    text: /* wgsl */ `
      ${common(variant, components)}
      fn throughActivation(d : Element, z : Element) -> Element {
        if (uniforms.silu == 0u) { return d; }
        let s = sigmoid(z);
        return d * s * (1.0 + z * (1.0 - s));
      }
      fn main(workgroup : u32, invocation : u32) {
        let index = groupIndex(workgroup, invocation);
        if (index >= uniforms.count) { return; }
        let lane = firstLane(invocation);
        let image = index / uniforms.groups;
        let channel = (index % uniforms.groups) * uniforms.perGroup;
        let start = image * uniforms.pixels * uniforms.channels + channel;
        let mean = statistics[index].x;
        let scale = statistics[index].y;

        var meanD = 0.0;
        var meanDH = 0.0;
        for (var c = 0u; c < uniforms.perGroup; c++) {
          let weight = gain[image * uniforms.gainStride + channel + c];
          let bias = offset[image * uniforms.gainStride + channel + c];
          var sums = Pair(Element(0.0), Element(0.0));
          for (var pixel = lane; pixel < uniforms.pixels; pixel += lanes) {
            let at = start + pixel * uniforms.channels + c;
            let h = (x[at] - mean) * scale;
            let d = throughActivation(dy[at], h * weight + bias);
            // Kept for the second pass, in the place of what is made of it.
            dx[at] = d;
            sums.a += d;
            sums.b += d * h;
          }
          sums = total(sums, lane);
          if (lane == 0u) {
            offsetGradient[image * uniforms.channels + channel + c] = sums.a;
            gainGradient[image * uniforms.channels + channel + c] = sums.b;
          }
          meanD += across(sums.a * weight);
          meanDH += across(sums.b * weight);
        }
        meanD /= sizeOfGroup();
        meanDH /= sizeOfGroup();

        for (var c = 0u; c < uniforms.perGroup; c++) {
          let weight = gain[image * uniforms.gainStride + channel + c];
          for (var pixel = lane; pixel < uniforms.pixels; pixel += lanes) {
            let at = start + pixel * uniforms.channels + c;
            let h = (x[at] - mean) * scale;
            dx[at] = scale * (dx[at] * weight - meanD - h * meanDH);
          }
        }
      }
    `,
  };
}

/** The gradients of a gain and an offset that all images share: sums over the images, a channel an invocation. */
export const sumOverImages: ComputeProgram = {
  key: 'GroupNormSumOverImages',
  workgroup: 64,
  uniforms: { images: 'u32', channels: 'u32' },
  reads: { perImageA: 'f32', perImageB: 'f32' },
  writes: { sumA: 'f32', sumB: 'f32' },
  text: /* wgsl */ `
    fn main(workgroup : u32, lane : u32) {
      let channel = workgroup * workgroupSize + lane;
      if (channel >= uniforms.channels) { return; }
      var a = 0.0;
      var b = 0.0;
      for (var at = channel; at < uniforms.images * uniforms.channels; at += uniforms.channels) {
        a += perImageA[at];
        b += perImageB[at];
      }
      sumA[channel] = a;
      sumB[channel] = b;
    }
  `,
};
