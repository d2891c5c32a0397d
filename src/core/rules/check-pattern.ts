/** Why a regular expression cannot be a rule's; undefined when it can. */
export function objectionToPattern(source: string): string | undefined {
  if (source === '') return 'an empty expression matches everything';
  try {
    new RegExp(source, 'i');
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `no regular expression: ${error.message.split(': ').at(-1)}`;
  }
}
