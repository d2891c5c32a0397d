/** An address as numbers: one unsigned 32-bit word for IPv4, four for IPv6, the most significant first. */
export type AddressWords = readonly number[];
