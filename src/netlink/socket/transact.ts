import { type Ack, decodeAck } from "../message/ack.ts";
import { type Frame, forEachFrame } from "../message/frame.ts";
import { ENOMEM } from "../uapi/errno.ts";
import { NLM_F_ACK, NLM_F_ECHO, NLMSG_ERROR, NLMSG_MIN_TYPE } from "../uapi/netlink.ts";
import { Writer } from "../wire/writer.ts";
import type { Exchange, Line, Request } from "./exchange.ts";
import { type FailedRequest, NetlinkError } from "./netlink-error.ts";
import { TransactionError } from "./transaction-error.ts";

/** Requests that the kernel carries out together or not at all: NFNL_MSG_BATCH_BEGIN, operations, NFNL_MSG_BATCH_END. */
export interface Transaction {
  readonly begin: Request;
  readonly operations: readonly Request[];
  readonly end: Request;
  /** What people should know of a failure. */
  hint?(error: NetlinkError): string | undefined;
}

/** Told of the messages that NLM_F_ECHO brings, with the index of the operation that they are of. */
export type EchoHandler = (frame: Frame, index: number) => void;

/** Where a request stands in the datagram. */
interface Sent {
  readonly request: Request;
  readonly start: number;
  readonly end: number;
}

/** A refusal, before it is an error for people. */
interface Refusal {
  readonly index: number;
  readonly ack: Ack;
}

/** Up to here the buffers that every socket has are enough; see `MAX_BATCH_BYTES` of the exchange. */
const SMALL = 64 * 1024;
/** What an acknowledgement takes of the receive buffer, with all that the kernel counts. */
const ACK_ROOM = 1024;
/** The index under which the transaction as a whole is known. */
const WHOLE = -1;

/**
 * Sends a transaction as one datagram and waits for the kernel's word. Only the last operation asks for it: the kernel
 * answers when all are done, echoes first, then what was refused, in order (nfnetlink_rcv_batch(), net/netfilter/nfnetlink.c).
 *
 * @throws {TransactionError} when the kernel refuses; nothing was carried out then
 * @throws {WireError} when a value does not fit; nothing was sent then
 * @throws {TransportError} when it is not known what became of it
 */
export async function transact(exchange: Exchange, transaction: Transaction, onEcho: EchoHandler): Promise<void> {
  if (transaction.operations.length === 0) return;
  await exchange.converse(async (line) => {
    const writer = new Writer();
    const sent = encode(line, writer, transaction);
    const datagram = writer.finish();
    reserve(line, transaction, datagram.length);
    await line.transport.send(datagram);
    const refusals = await readOutcome(line, { sent, last: transaction.operations.length - 1, onEcho });
    const [first] = refusals;
    if (first !== undefined) throw transactionError(transaction, { datagram, sent, refusals, first });
  });
}

/** By sequence number: the index of the operation. */
type Numbered = ReadonlyMap<number, Sent & { readonly index: number }>;

function encode(line: Line, writer: Writer, { begin, operations, end }: Transaction): Numbered {
  const sent = new Map<number, Sent & { index: number }>();
  const add = (request: Request, flags: number, index: number): void => {
    const { seq, start, end } = line.encode(writer, request, flags);
    sent.set(seq, { request, index, start, end });
  };
  add(begin, 0, WHOLE);
  for (const [index, operation] of operations.entries()) {
    add(operation, index === operations.length - 1 ? NLM_F_ACK : 0, index);
  }
  line.encode(writer, end, 0);
  return sent;
}

function reserve({ transport }: Line, { operations }: Transaction, sendBytes: number): void {
  const echoes = operations.some(({ flags = 0 }) => (flags & NLM_F_ECHO) !== 0);
  const receiveBytes = operations.length * ACK_ROOM + (echoes ? 2 * sendBytes : 0);
  if (Math.max(sendBytes, receiveBytes) > SMALL) transport.reserve?.({ sendBytes, receiveBytes });
}

async function readOutcome(
  line: Line,
  { sent, last, onEcho }: { sent: Numbered; last: number; onEcho: EchoHandler },
): Promise<readonly Refusal[]> {
  const refusals: Refusal[] = [];
  const failures: unknown[] = [];
  let open = true;
  while (open) {
    forEachFrame(await line.receive(), (frame) => {
      const which = sent.get(frame.seq);
      // Others are notifications, or the tail of a conversation that was given up.
      if (which === undefined) return;
      try {
        if (frame.type >= NLMSG_MIN_TYPE) return onEcho(frame, which.index);
        if (frame.type !== NLMSG_ERROR) return;
        const ack = decodeAck(frame);
        if (ack.errno !== 0) refusals.push({ index: which.index, ack });
        else if (ack.extAck.msg !== undefined) line.onWarning(ack.extAck.msg, which.request.operation);
        // Refused as a whole, or out of memory, it is over at once.
        if (which.index === last || (which.index === WHOLE && ack.errno !== 0) || ack.errno === ENOMEM) open = false;
      } catch (error) {
        failures.push(error);
      }
    });
  }
  if (failures.length > 0) throw failures[0];
  return refusals;
}

/** Out of memory, the kernel names the first operation and means all. */
const isWhole = ({ index, ack }: Refusal): boolean => index === WHOLE || ack.errno === ENOMEM;

function transactionError(
  { begin, operations, hint }: Transaction,
  {
    datagram,
    sent,
    refusals,
    first,
  }: { datagram: Uint8Array; sent: Numbered; refusals: readonly Refusal[]; first: Refusal },
): TransactionError {
  const byIndex = [...sent.values()];
  const failedRequest = (index: number): FailedRequest => {
    const { request, start, end } = byIndex[index - WHOLE] ?? { request: begin, start: 0, end: datagram.length };
    return { operation: request.operation, codec: request.codec, bytes: datagram.subarray(start, end) };
  };
  const adviceOn = (request: FailedRequest, ack: Ack): string[] => {
    const advice = hint?.(new NetlinkError(request, ack));
    return advice === undefined ? [] : [advice];
  };
  const whole = refusals.find(isWhole);
  if (whole !== undefined) {
    const request = failedRequest(WHOLE);
    return new TransactionError({ ...request, remarks: adviceOn(request, whole.ack) }, whole.ack);
  }
  const failures = refusals.map(({ index, ack }) => ({ index, error: new NetlinkError(failedRequest(index), ack) }));
  const { index, ack } = first;
  const request = failedRequest(index);
  const remarks = [`operation ${index + 1} of ${operations.length}`];
  if (failures.length > 1) remarks.push(`${failures.length} were refused`);
  remarks.push(...adviceOn(request, ack));
  return new TransactionError({ ...request, remarks }, ack, { index, failures });
}
