/** A copy of an element with all in it but comments. */
export function copyElement<One extends Element>(element: One): One {
  const copy = document.createElementNS(element.namespaceURI, element.localName) as Element as One;
  copyAttributes(element, copy);
  for (const child of element.childNodes) {
    if (child instanceof Element) copy.append(copyElement(child));
    else if (child instanceof Text) copy.append(child.data);
  }
  return copy;
}

/**
 * Gives an element the attributes of another. `cloneNode` and `setAttribute` write styles as text, which the page's
 * policy refuses with a complaint each; set as properties it lets them be.
 */
export function copyAttributes(from: Element, to: Element): void {
  for (const { namespaceURI, name, value } of from.attributes)
    if (name !== 'style') to.setAttributeNS(namespaceURI, name, value);
  if (from.hasAttribute('style')) styleOf(to).cssText = styleOf(from).cssText;
}

const styleOf = (element: Element): CSSStyleDeclaration =>
  (element as HTMLElement | SVGElement).style;
