import { type Frame, forEachFrame } from "../message/frame.ts";
import type { MessageCodec } from "../message/message-codec.ts";
import type { Transport } from "../socket/transport.ts";
import { TransportError } from "../socket/transport-error.ts";
import { NLM_F_ACK, NLM_F_DUMP, NLMSG_HDRLEN } from "../uapi/netlink.ts";
import { acknowledge, done } from "./replies.ts";

/** A message that the code under test sent. */
export interface ScriptedRequest {
  /** RTM_NEWLINK, … */
  readonly type: number;
  /** NLM_F_* */
  readonly flags: number;
  readonly seq: number;
  /** Whole, nlmsghdr first, without padding. */
  readonly bytes: Uint8Array;
  /** The body as an object: `request.decode(linkMessage).ifname`. */
  decode<T extends object>(codec: Pick<MessageCodec<T, never>, "decode">): T;
}

/**
 * What a kernel of the test's making does with a request: the datagrams that it answers with, in order, an error
 * standing for a receive that fails. `undefined` is "done, nothing to say": an acknowledgement, or an empty dump.
 */
export type Script = (request: ScriptedRequest) => readonly (Uint8Array | TransportError)[] | Uint8Array | undefined;

/** A {@link Transport} without a kernel, and what was sent through it. */
export interface ScriptedTransport extends Transport {
  readonly requests: readonly ScriptedRequest[];
  /** Datagrams, for tests of how requests are put together. */
  readonly sent: readonly Uint8Array[];
  readonly closed: boolean;
}

/**
 * A transport for tests of programs that use this library: no kernel, no privileges, any operating system.
 *
 *     const transport = scriptedTransport((request) =>
 *       request.type === RTM_NEWLINK ? refuse(request, EEXIST) : undefined);
 *     await new RouteClient(transport).link.add({ ifname: "eth0" });
 *
 * Reading on when all answers were read is a {@link TransportError} `timeout`.
 */
export function scriptedTransport(script: Script): ScriptedTransport {
  const requests: ScriptedRequest[] = [];
  const sent: Uint8Array[] = [];
  const waiting: (Uint8Array | TransportError)[] = [];
  let closed = false;

  const expectOpen = (): void => {
    if (closed) throw new TransportError("closed", "the transport is closed");
  };

  return {
    requests,
    sent,
    get closed() {
      return closed;
    },
    send(datagram) {
      expectOpen();
      // The sender may write into its bytes again.
      const bytes = datagram.slice();
      sent.push(bytes);
      forEachFrame(bytes, (frame) => {
        const request = scriptedRequest(bytes, frame);
        requests.push(request);
        const answer = script(request) ?? (isDump(request) ? done(request) : acknowledgeIfAsked(request));
        waiting.push(...(answer instanceof Uint8Array ? [answer] : answer));
      });
    },
    receive() {
      expectOpen();
      const next = waiting.shift() ?? new TransportError("timeout", "the script has no more answers");
      if (next instanceof TransportError) throw next;
      return next;
    },
    discard() {
      waiting.length = 0;
    },
    close() {
      closed = true;
    },
  };
}

/** Within a transaction, only the last operation asks. */
function acknowledgeIfAsked(request: ScriptedRequest): readonly Uint8Array[] {
  return (request.flags & NLM_F_ACK) === 0 ? [] : [acknowledge(request)];
}

function isDump({ type, flags }: ScriptedRequest): boolean {
  // The same bits say REPLACE and EXCL of NEW requests; of rtnetlink's types, every fourth from 18 is a GET. Nfnetlink, whose
  // types begin at 256, knows no request that replaces what must not be there.
  return (flags & NLM_F_DUMP) === NLM_F_DUMP && (type > 0xff || (type & 3) === 2);
}

function scriptedRequest(datagram: Uint8Array, { view, type, flags, seq, start, end }: Frame): ScriptedRequest {
  return {
    type,
    flags,
    seq,
    bytes: datagram.subarray(start - NLMSG_HDRLEN, end),
    decode: (codec) => codec.decode(view, start, end),
  };
}
