/** Shapes of single values, told by their text alone. Used to guess; nothing is rejected by them. */

const ipv4 = /^(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

/** An IPv4 or IPv6 address, with a port or in a list by commas (`X-Forwarded-For`) too. */
export function looksLikeIp(value: string): boolean {
  const first = value.split(',', 1)[0]!.trim();
  if (ipv4.test(first.replace(/:\d{1,5}$/, ''))) return true;
  // Six colons or more, or a double one: a time of day has neither.
  return /^\[?(?=.*::|(?:[^:]*:){6})[0-9a-f:]*(?:\d+\.\d+\.\d+\.\d+)?(?:%\w+)?\]?(?::\d{1,5})?$/i.test(
    first,
  );
}

/** A browser, bot or library naming itself. */
export function looksLikeUserAgent(value: string): boolean {
  return (
    /^(?:mozilla|opera|dalvik|curl|wget|okhttp|python-|java|go-http|apache-httpclient)\S*\//i.test(
      value,
    ) || /\b[A-Za-z]+\/\d+[\w.]* \(/.test(value)
  );
}

export function looksLikeAbsoluteUrl(value: string): boolean {
  return /^https?:\/\/[^\s/]+/i.test(value);
}

export function looksLikePath(value: string): boolean {
  return /^\/[^\s]*$/.test(value);
}

export function looksLikeMethod(value: string): boolean {
  return /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE|PROPFIND)$/.test(value);
}

/** Three digits that HTTP knows. */
export function looksLikeStatus(value: string): boolean {
  return /^(?:10[0-3]|20[0-8]|226|30[0-8]|4(?:0\d|1[0-8]|2[1-689]|31|51|99|44)|5(?:0\d|1[01]|2[0-9]))$/.test(
    value,
  );
}

/** A host name: labels by dots, the last of letters. */
export function looksLikeHost(value: string): boolean {
  return /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d+)?$/i.test(value);
}

function looksLikeEmail(value: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(value);
}

/** A time in any of the ways a mapping can read, numbers left out. */
function looksLikeWrittenTime(value: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}|$)/.test(value) ||
    /^\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2}/.test(value) ||
    /^\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}(?:[ ,T]|$)/.test(value)
  );
}

/** A number that, as seconds, milliseconds... since 1970, lies between 2010 and 2035. Telephone numbers seldom do. */
export function looksLikeRecentEpoch(value: string): boolean {
  const digits = /^(\d{10})(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?$/.exec(value)?.[1];
  return digits !== undefined && Number(digits) > 1_262_304_000 && Number(digits) < 2_051_222_400;
}

/** True for what stands in a record but hardly in a header: numbers, times, addresses, URLs. */
export function looksLikeValue(field: string): boolean {
  if (field === '') return false;
  return (
    /^[-+]?[\d.,]*\d$/.test(field) ||
    looksLikeWrittenTime(field) ||
    looksLikeIp(field) ||
    looksLikeAbsoluteUrl(field) ||
    looksLikeEmail(field) ||
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(field)
  );
}
