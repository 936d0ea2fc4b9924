import * as uapi from "../../../uapi/nf_tables.ts";
import type { Operand } from "./operand.ts";
import { isMixed } from "./protocols.ts";
import { dropImplied, type RuleState } from "./rule-state.ts";

/** Protocols above one network protocol only: `icmp type` implies `meta nfproto ipv4`. */
const OF_ONE_NETWORK: { readonly [protocol: string]: string | undefined } = { icmp: "ip", icmpv6: "ip6" };

/** Takes out what the load of a field implies (payload_dependency_kill of nft's src/payload.c). */
export function dropImpliedByField(state: RuleState, { text, payload, icmpType }: Operand): void {
  if (payload === undefined || text.startsWith("@")) return;
  if (payload.base === uapi.NFT_PAYLOAD_TRANSPORT_HEADER) {
    dropTransport(state);
    if (icmpType !== undefined) dropImplied(state, "icmp");
    const network = OF_ONE_NETWORK[state.protocols.transport ?? ""];
    if (network !== undefined && network === state.protocols.network) dropImplied(state, "network");
    return;
  }
  if (payload.base === uapi.NFT_PAYLOAD_NETWORK_HEADER || text.startsWith("vlan ")) dropImplied(state, "network");
  if (payload.base === uapi.NFT_PAYLOAD_LL_HEADER) dropImplied(state, "link");
}

/** `ip protocol tcp` says more than `meta l4proto tcp` where there are packets of IPv6 as well. */
function dropTransport(state: RuleState): void {
  if (isMixed(state.family) && state.implied.transport?.text.startsWith("ip")) return;
  if (state.protocols.transport !== undefined) dropImplied(state, "transport");
}
