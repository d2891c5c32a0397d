/** The part of the address that leads to a section: `website-schemas`, `core-fct_website_events`. */
export function sectionId(...parts: string[]): string {
  return parts.join('-').replace(/[^\w-]+/g, '-');
}
