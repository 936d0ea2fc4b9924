import { RouteClient } from "../../../src/netlink/route/route-client.ts";
import type { Transport } from "../../../src/netlink/socket/transport.ts";

const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
const NLM_F_MULTI = 0x2;
const NLM_F_CAPPED = 0x100;
const NLM_F_DUMP = 0x300;

/** A kernel that does everything it is asked, lists nothing, and answers a GET with what it was asked for. */
class CapturingTransport implements Transport {
  readonly sent: Uint8Array[] = [];

  send(datagram: Uint8Array): void {
    this.sent.push(datagram.slice());
  }

  receive(): Uint8Array {
    const request = this.sent.at(-1) ?? new Uint8Array(16);
    const header = new DataView(request.buffer, request.byteOffset);
    const type = header.getUint16(4, true);
    const dump = (header.getUint16(6, true) & NLM_F_DUMP) === NLM_F_DUMP;
    // Of each family's types the first is NEW, divisible by 4, and the third GET.
    if (type % 4 !== 2) return reply(request, { type: NLMSG_ERROR, flags: NLM_F_CAPPED, size: 20 });
    if (dump) return reply(request, { type: NLMSG_DONE, flags: NLM_F_MULTI, size: 4 });
    const answer = request.slice();
    new DataView(answer.buffer).setUint16(4, type - 2, true);
    return Uint8Array.from([...answer, ...reply(request, { type: NLMSG_ERROR, flags: NLM_F_CAPPED, size: 20 })]);
  }

  discard(): void {}

  close(): void {}
}

/** A message without error in answer to `request`. */
function reply(request: Uint8Array, { type, flags, size }: { type: number; flags: number; size: number }): Uint8Array {
  const message = new Uint8Array(16 + size);
  message.set(request.subarray(0, 16));
  const view = new DataView(message.buffer);
  view.setUint32(0, message.length, true);
  view.setUint16(4, type, true);
  view.setUint16(6, flags, true);
  return message;
}

/** The bytes of the one request that `action` makes; sequence number and port id are zeroed. */
export async function captureRequest(action: (client: RouteClient) => Promise<unknown>): Promise<Uint8Array> {
  const transport = new CapturingTransport();
  using client = new RouteClient(transport);
  await action(client);
  const request = transport.sent[0] ?? new Uint8Array();
  request.fill(0, 8, 16);
  return request;
}
