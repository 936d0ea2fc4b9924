/** A message of the trace's format, and those in it, without what protobuf adds. */
export function plainMessage(message: object | undefined): object {
  return withoutTypeNames(message ?? {}) as object;
}

function withoutTypeNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTypeNames);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  const members = Object.entries(value).filter(([key]) => key !== "$typeName" && key !== "$unknown");
  return Object.fromEntries(members.map(([key, member]) => [key, withoutTypeNames(member)]));
}
