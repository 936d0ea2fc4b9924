import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { readConfig, type ShapeValue } from "../../cni/config/shape.ts";
import { findKey } from "../../cni/json/fold-key.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import { type TokenBucket, toTokenBucket } from "./token-bucket.ts";

/** Bits a second, and bits. In and out are the container's. */
const limits = {
  ingressRate: "integer",
  ingressBurst: "integer",
  egressRate: "integer",
  egressBurst: "integer",
} as const;

/** Keys of the bandwidth plugin's configuration. */
export const bandwidthShape = { ...limits, runtimeConfig: { bandwidth: limits } } as const;

/** What goes into the container and out of it; undefined where it is not limited. */
export interface BandwidthConfig {
  readonly ingress: TokenBucket | undefined;
  readonly egress: TokenBucket | undefined;
}

/**
 * The limits of the configuration, or else those that the runtime was asked for: one key of the former, and it counts
 * alone.
 * @throws {CniError} 6 or 7
 */
export function loadBandwidthConfig(call: PluginCall): BandwidthConfig {
  const { runtimeConfig, ...own } = readConfig(bandwidthShape, call.config);
  const isOwn = Object.keys(limits).some((key) => findKey(call.config.raw, key) !== undefined);
  const conf: ShapeValue<typeof limits> = isOwn ? own : (runtimeConfig?.bandwidth ?? {});
  return {
    ingress: readLimit("ingress", conf.ingressRate, conf.ingressBurst),
    egress: readLimit("egress", conf.egressRate, conf.egressBurst),
  };
}

function readLimit(direction: "ingress" | "egress", rate = 0, burst = 0): TokenBucket | undefined {
  const refuse = (msg: string): CniError =>
    new CniError(CNI_ERROR.invalidNetworkConfig, msg, {
      details: `${direction}Rate ${rate} bits a second, ${direction}Burst ${burst} bits`,
    });
  if (rate < 0 || burst < 0) throw refuse(`${direction}Rate and ${direction}Burst must not be negative`);
  if (rate === 0 && burst === 0) return undefined;
  if (burst === 0) throw refuse("if rate is set, burst must also be set");
  if (rate === 0) throw refuse("if burst is set, rate must also be set");
  const bucket = toTokenBucket(rate, burst);
  if (bucket.burst >= 0xffff_ffff) throw refuse("burst cannot be more than 4GB");
  // The kernel refuses these with no more than "invalid argument".
  if (bucket.rate === 0) throw refuse(`${direction}Rate is less than one byte a second`);
  if (bucket.burst === 0) throw refuse(`${direction}Burst is less than one byte`);
  if (bucket.buffer === 0) throw refuse(`${direction}Burst is too small for ${direction}Rate`);
  return bucket;
}
