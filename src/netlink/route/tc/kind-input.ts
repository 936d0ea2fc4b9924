/** What says the kind of a qdisc, class, filter or action, with its options: of a kind that is not known, as bytes. */
export type KindInput<Kinds> =
  | { [K in keyof Kinds]: { kind: K; options?: Kinds[K] } }[keyof Kinds]
  | { kind?: string; options?: Uint8Array };
