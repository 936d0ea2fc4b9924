import { AddressError } from "./address-error.ts";

/** EUI-48, EUI-64 and the 20 bytes of InfiniBand: the lengths that Go's `net.ParseMAC` knows. */
const LENGTHS: ReadonlySet<number> = new Set([6, 8, 20]);

const FORMS: readonly RegExp[] = [
  /^[0-9a-f]{2}(?::[0-9a-f]{2})+$/i,
  /^[0-9a-f]{2}(?:-[0-9a-f]{2})+$/i,
  /^[0-9a-f]{4}(?:\.[0-9a-f]{4})+$/i,
];

/** The bytes of `aa:bb:cc:dd:ee:ff`, `aa-bb-…` or `aabb.ccdd.eeff`; throws {@link AddressError} (`address X: invalid MAC address`). */
export function parseMacAddress(text: string): Uint8Array {
  if (FORMS.some((form) => form.test(text))) {
    const digits = text.replaceAll(/[:.-]/g, "");
    if (LENGTHS.has(digits.length / 2)) {
      return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
        Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
      );
    }
  }
  throw new AddressError("MAC address", text);
}

function hexPair(byte: number): string {
  return byte < 16 ? `0${byte.toString(16)}` : byte.toString(16);
}

/** `aa:bb:cc:dd:ee:ff`; any number of bytes (tunnels have 4 or 16), none gives the empty string. */
export function formatMacAddress(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i++) text += `${i === 0 ? "" : ":"}${hexPair(bytes[i] ?? 0)}`;
  return text;
}
