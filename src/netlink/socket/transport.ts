/**
 * Datagrams to and from the kernel on one socket: the seam between protocol and operating system. Sequence numbers,
 * acknowledgements and dumps are above it; a blocking socket, an event-driven one, or a recording is beneath it.
 */
export interface Transport {
  /** Sends one datagram, which may hold several messages. */
  send(datagram: Uint8Array): void | Promise<void>;
  /**
   * The next datagram. It may share the transport's buffer and holds only until the next call.
   * @throws {TransportError}
   */
  receive(): Uint8Array | Promise<Uint8Array>;
  close(): void;
}
