/**
 * Datagrams to and from the kernel on one socket: the seam between protocol and operating system. Sequence numbers,
 * acknowledgements and dumps are above it; a blocking socket, an event-driven one, or a recording is beneath it.
 */
export interface Transport {
  /**
   * Sends one datagram, which may hold several messages.
   * @throws {TransportError}
   */
  send(datagram: Uint8Array): void | Promise<void>;
  /**
   * The next datagram, whole however large it is, of the kernel and nobody else. It may share the transport's buffer
   * and holds only until the next call. After an `overrun` it may be called again.
   *
   * @throws {TransportError} `closed` also when the transport is closed while waiting
   */
  receive(): Uint8Array | Promise<Uint8Array>;
  /**
   * Makes room in the socket for a datagram of `sendBytes` and answers of `receiveBytes` together, as far as the kernel
   * allows. Transports without buffers of that kind leave it out.
   */
  reserve?(room: { readonly sendBytes: number; readonly receiveBytes: number }): void;
  /** Throws away what has come and was not received: after an overrun it leaves no room for new answers. */
  discard(): void;
  /** Closing twice is no error. */
  close(): void;
}
