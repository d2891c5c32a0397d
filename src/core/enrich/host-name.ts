const alphabeticEnd =
  /^(?:[\p{L}\d_](?:[\p{L}\d_-]{0,61}[\p{L}\d_])?\.)+(?:\p{L}{2,63}|xn--[a-z\d-]{1,59})$/u;
// Last labels that are rather the ending of a file than a top-level domain.
const fileEnding =
  /\.(?:html?|php\d?|aspx?|jsp|cgi|ico|js|css|png|jpe?g|gif|svg|webp|txt|xml|json|pdf|zip|csv|map|md)$/;

/** The host of a URL's authority: lower case, without user, port and trailing dot; null when empty. */
export function normalizeHost(authority: string): string | null {
  const host = authority
    .slice(authority.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase()
    .replace(/:\d*$/, '')
    .replace(/\.+$/, '');
  return host === '' || host === '-' || host.length > 255 || /[\s"<>\\^`{|}%]/.test(host)
    ? null
    : host;
}

/** Whether a text without a scheme is a DNS name rather than a file's. */
export function isHostName(text: string): boolean {
  const lower = text.toLowerCase();
  return lower.length <= 253 && alphabeticEnd.test(lower) && !fileEnding.test(lower);
}

/** The host without a leading `www.`: sites are compared by it. */
export function withoutWww(host: string): string {
  return host.startsWith('www.') ? host.slice(4) : host;
}
