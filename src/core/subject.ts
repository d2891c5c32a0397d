/** A subject area: what is built from one kind of exports and published apart. */
export type Subject = 'website' | 'shop';

export const subjects: readonly Subject[] = ['website', 'shop'];
