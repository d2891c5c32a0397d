/** The directives of the content security policy that this page carries; none on a development server. */
export function readPolicy(): string[] {
  const meta = document.querySelector<HTMLMetaElement>(
    'meta[http-equiv="Content-Security-Policy" i]',
  );
  return (meta?.content ?? '')
    .split(';')
    .map((directive) => directive.trim())
    .filter(Boolean);
}

/**
 * Tries to reach another site and resolves true when the policy, not the network, refused it. The name is
 * reserved and never resolves (RFC 2606), so that nothing is sent even where there is no policy.
 */
export function probePolicy(): Promise<boolean> {
  return new Promise((resolve) => {
    const onViolation = (event: SecurityPolicyViolationEvent): void => {
      if (event.effectiveDirective === 'connect-src') settle(true);
    };
    const settle = (refused: boolean): void => {
      document.removeEventListener('securitypolicyviolation', onViolation);
      resolve(refused);
    };
    document.addEventListener('securitypolicyviolation', onViolation);
    fetch('https://homegrown.invalid/').then(
      () => settle(false),
      // The report of the violation comes after the failure of the request, on a busy machine not at once.
      () => setTimeout(() => settle(false), 3_000),
    );
  });
}

/** The notices of the libraries inside; empty where the build did not make them. */
export async function readNotices(): Promise<string> {
  const response = await fetch('third-party-notices.txt').catch(() => null);
  const text = response?.ok ? await response.text() : '';
  // A development server answers an unknown address with the page itself.
  return /^\s*<!doctype html/i.test(text) ? '' : text;
}
