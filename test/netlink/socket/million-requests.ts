// node --expose-gc million-requests.js: prints how much more memory is in use after the last request than at the start.

import { Exchange } from "../../../src/netlink/socket/exchange.ts";
import { add } from "./things.ts";

const COUNT = 1_000_000;
const WARM_UP = 10_000;
const ACK_SIZE = 36;
const NLMSG_ERROR = 2;
const SEQ_OFFSET = 8;

const ack = new Uint8Array(ACK_SIZE);
const view = new DataView(ack.buffer);
view.setUint32(0, ACK_SIZE, true);
view.setUint16(4, NLMSG_ERROR, true);

let requests = 0;
const exchange = new Exchange({
  send(sent) {
    requests += 1;
    ack.set(sent.subarray(SEQ_OFFSET, SEQ_OFFSET + 4), SEQ_OFFSET);
  },
  receive: () => ack,
  discard: () => {},
  close: () => {},
});

function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const request = add({ index: 1 });
let before = 0;
for (let i = 0; i < COUNT; i++) {
  if (i === WARM_UP) before = heapUsed();
  await exchange.request(request);
}
process.stdout.write(JSON.stringify({ requests, grownBytes: heapUsed() - before }));
