/**
 * `lanes` invocations compute each image's group of channels: one on a software adapter, where a
 * barrier costs more than it saves, a workgroup on a GPU. All sizes count elements, which are
 * single floats or four neighbouring channels.
 */
import type { ComputeProgram } from '../shared/compute-program.ts';

export interface GroupNormVariant {
  /** Invocations a group: 1, or a power of two. */
  readonly lanes: number;
  /** Invocations a workgroup, where `lanes` is 1. */
  readonly workgroup: number;
}

/** Channels an element: 4 where the channels of a group are a multiple of 4. */
export type Components = 1 | 4;

const sizes = {
  /** Images times groups. */
  count: 'u32',
  groups: 'u32',
  pixels: 'u32',
  /** Elements of a pixel. */
  channels: 'u32',
  /** Elements of a pixel that are in one group. */
  perGroup: 'u32',
  /** 1: SiLU follows. */
  silu: 'u32',
} as const;

const forwardUniforms = {
  ...sizes,
  /** Elements from one image's gains to the next image's; 0 if all images share them. */
  gainStride: 'u32',
  /**
   * The same for what is added to x, and whether anything is added: otherwise some other tensor is
   * bound in its place.
   */
  addedStride: 'u32',
  isAdded: 'u32',
  epsilon: 'f32',
} as const;

const backwardUniforms = {
  ...sizes,
  /**
   * Elements from one image's gradient of the gain to the next image's, and from those to the
   * offset's.
   */
  affineStride: 'u32',
  offsetGradients: 'u32',
  /** Number of other uses of x that send back a gradient: 0 to 2. */
  others: 'u32',
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
    // Always the same tree, so the same bits each time.
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

/**
 * Writes y and, for the backward pass, [4, channels] per image: 1 / sqrt(variance + epsilon); the
 * added value less the mean, so that (x + second) * first is the normalized input; gain and offset,
 * so that the backward pass need not bind them.
 */
export function forwardProgram(variant: GroupNormVariant, components: Components): ComputeProgram {
  const type = element(components);
  return {
    key: `GroupNorm ${variant.lanes} ${variant.workgroup} ${components}`,
    workgroup: variant.lanes === 1 ? variant.workgroup : variant.lanes,
    uniforms: forwardUniforms,
    reads: { x: type, gain: type, offset: type, added: type },
    writes: { y: type, statistics: type },
    halves: ['x', 'y'],
    source: /* wgsl */ `
      ${common(variant, components)}
      fn addedTo(image : u32, channel : u32) -> Element {
        let value = added[image * uniforms.addedStride + channel];
        return select(Element(0.0), value, uniforms.isAdded == 1u);
      }
      fn main(workgroup : u32, invocation : u32) {
        let index = groupIndex(workgroup, invocation);
        if (index >= uniforms.count) { return; }
        let lane = firstLane(invocation);
        let image = index / uniforms.groups;
        let channel = (index % uniforms.groups) * uniforms.perGroup;
        let start = image * uniforms.pixels * uniforms.channels + channel;

        // Sums numbers less the first one, so that a mean far from zero costs no digits of the
        // variance.
        let pivot = (Element(x[start]) + addedTo(image, channel))${components === 4 ? '.x' : ''};
        var sums = Pair(Element(0.0), Element(0.0));
        for (var c = 0u; c < uniforms.perGroup; c++) {
          let extra = addedTo(image, channel + c) - pivot;
          for (var pixel = lane; pixel < uniforms.pixels; pixel += lanes) {
            let value = Element(x[start + pixel * uniforms.channels + c]) + extra;
            sums.a += value;
            sums.b += value * value;
          }
        }
        sums = total(sums, lane);
        let centre = across(sums.a) / sizeOfGroup();
        let variance = max(across(sums.b) / sizeOfGroup() - centre * centre, 0.0);
        let mean = pivot + centre;
        let scale = 1.0 / sqrt(variance + uniforms.epsilon);

        for (var c = 0u; c < uniforms.perGroup; c++) {
          let factor = gain[image * uniforms.gainStride + channel + c];
          let weight = factor * scale;
          let bias = offset[image * uniforms.gainStride + channel + c];
          let extra = addedTo(image, channel + c) - mean;
          if (lane == 0u) {
            let at = 4u * image * uniforms.channels + channel + c;
            statistics[at] = Element(scale);
            statistics[at + uniforms.channels] = extra;
            statistics[at + 2u * uniforms.channels] = factor;
            statistics[at + 3u * uniforms.channels] = bias;
          }
          for (var pixel = lane; pixel < uniforms.pixels; pixel += lanes) {
            let at = start + pixel * uniforms.channels + c;
            var z = (Element(x[at]) + extra) * weight + bias;
            if (uniforms.silu == 1u) {
              z *= sigmoid(z);
            }
            y[at] = stored_y(z);
          }
        }
      }
    `,
  };
}

/**
 * With h = (x + added - mean) scale, z = h gain + offset, y = activation(z) and d = dy
 * activation'(z): dx = scale (d gain - mean(d gain) - h mean(d gain h)), with means over the group.
 * Per image, the sum of that over pixels is the gradient of the added value, and the sums of d h
 * and d are those of gain and offset. The gradients from the other uses of x are added to dx.
 */
export function backwardProgram(variant: GroupNormVariant, components: Components): ComputeProgram {
  const type = element(components);
  return {
    key: `GroupNormGradient ${variant.lanes} ${variant.workgroup} ${components}`,
    workgroup: variant.lanes === 1 ? variant.workgroup : variant.lanes,
    uniforms: backwardUniforms,
    // Eight tensors, the most that every device can bind.
    reads: { x: type, dy: type, statistics: type, other: type, another: type },
    writes: { dx: type, affineGradients: type, addedGradient: type },
    halves: ['x', 'dy', 'other', 'another', 'dx'],
    source: /* wgsl */ `
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
        let perImage = 4u * image * uniforms.channels + channel;
        let scale = statistics[perImage];

        var meanD = 0.0;
        var meanDH = 0.0;
        for (var c = 0u; c < uniforms.perGroup; c++) {
          let extra = statistics[perImage + uniforms.channels + c];
          let weight = statistics[perImage + 2u * uniforms.channels + c];
          let bias = statistics[perImage + 3u * uniforms.channels + c];
          var sums = Pair(Element(0.0), Element(0.0));
          for (var pixel = lane; pixel < uniforms.pixels; pixel += lanes) {
            let at = start + pixel * uniforms.channels + c;
            let h = (Element(x[at]) + extra) * scale;
            let d = throughActivation(Element(dy[at]), h * weight + bias);
            // Kept for the second pass, which overwrites it with the result.
            dx[at] = stored_dx(d);
            sums.a += d;
            sums.b += d * h;
          }
          sums = total(sums, lane);
          if (lane == 0u) {
            let at = image * uniforms.affineStride + channel + c;
            affineGradients[at] = sums.b;
            affineGradients[at + uniforms.offsetGradients] = sums.a;
          }
          meanD += across(sums.a * weight);
          meanDH += across(sums.b * weight);
        }
        meanD /= sizeOfGroup();
        meanDH /= sizeOfGroup();

        for (var c = 0u; c < uniforms.perGroup; c++) {
          let extra = statistics[perImage + uniforms.channels + c];
          let weight = statistics[perImage + 2u * uniforms.channels + c];
          var sum = Element(0.0);
          for (var pixel = lane; pixel < uniforms.pixels; pixel += lanes) {
            let at = start + pixel * uniforms.channels + c;
            let h = (Element(x[at]) + extra) * scale;
            let gradient = scale * (Element(dx[at]) * weight - meanD - h * meanDH);
            sum += gradient;
            var whole = gradient;
            if (uniforms.others > 0u) { whole += Element(other[at]); }
            if (uniforms.others > 1u) { whole += Element(another[at]); }
            dx[at] = stored_dx(whole);
          }
          sum = total(Pair(sum, sum), lane).a;
          if (lane == 0u) {
            addedGradient[image * uniforms.channels + channel + c] = sum;
          }
        }
      }
    `,
  };
}
