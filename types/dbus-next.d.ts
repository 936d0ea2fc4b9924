// As much of the package as src/plugins/firewall uses. Its own declarations (0.11.3) contradict themselves: members that a
// class is said to have are stripped from it.
export class Message {
  constructor(message: {
    destination: string;
    path: string;
    interface: string;
    member: string;
    signature: string;
    body: unknown[];
  });
  readonly body: readonly unknown[];
}

export interface MessageBus {
  /** Rejects with what the service answers: `type` is the error's name, `text` its words. */
  call(message: Message): Promise<Message | null>;
  on(event: "error", listener: (error: unknown) => void): void;
  disconnect(): void;
}

export function sessionBus(options: { busAddress: string }): MessageBus;
