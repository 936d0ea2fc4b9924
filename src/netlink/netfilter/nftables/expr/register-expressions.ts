import type { Codec } from "../../../wire/codec.ts";
import { byteorder } from "./byteorder.ts";
import { connlimit } from "./connlimit.ts";
import { dup } from "./dup.ts";
import { dynset } from "./dynset.ts";
import { expressionCodecs } from "./expression-codecs.ts";
import { exthdr } from "./exthdr.ts";
import { flowOffload } from "./flow-offload.ts";
import { fwd } from "./fwd.ts";
import { hash } from "./hash.ts";
import { inner } from "./inner.ts";
import { last } from "./last.ts";
import { limit } from "./limit.ts";
import { log } from "./log.ts";
import { notrack } from "./notrack.ts";
import { numgen } from "./numgen.ts";
import { objref } from "./objref.ts";
import { osf } from "./osf.ts";
import { queue } from "./queue.ts";
import { quota } from "./quota.ts";
import { redir } from "./redir.ts";
import { reject } from "./reject.ts";
import { rt } from "./rt.ts";
import { socket } from "./socket.ts";
import { synproxy } from "./synproxy.ts";
import { tproxy } from "./tproxy.ts";
import { tunnel } from "./tunnel.ts";
import { xfrm } from "./xfrm.ts";

/** Makes every expression known that the kernel has: what is not known is kept as bytes. */
export function registerExpressions(): void {
  const others = {
    byteorder,
    connlimit,
    dup,
    dynset,
    exthdr,
    flow_offload: flowOffload,
    fwd,
    hash,
    inner,
    last,
    limit,
    log,
    notrack,
    numgen,
    objref,
    osf,
    queue,
    quota,
    redir,
    reject,
    rt,
    socket,
    synproxy,
    tproxy,
    tunnel,
    xfrm,
  };
  Object.assign(expressionCodecs, others as Record<string, Codec<unknown>>);
}
