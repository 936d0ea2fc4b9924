/** `dns` of a configuration, as `decodeDns` reads it. */
export const dnsShape = { nameservers: ["text"], domain: "text", search: ["text"], options: ["text"] } as const;
