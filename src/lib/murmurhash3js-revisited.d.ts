declare module 'murmurhash3js-revisited' {
  const library: { x64: { hash128(bytes: Uint8Array | readonly number[], seed?: number): string } };
  export default library;
}
