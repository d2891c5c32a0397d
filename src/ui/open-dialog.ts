/**
 * The dialog or popover that is open, if any. One that is closing stays in the page until it is drawn anew, by which time a
 * key may have been pressed that was meant for what lies below it.
 */
export function openDialog(): Element | null {
  return document.querySelector('[role="dialog"]:not([data-state="closed"])');
}

/** Whether something lies in a dialog that is closing. */
export function isClosing(node: Element): boolean {
  return node.closest('[role="dialog"][data-state="closed"]') !== null;
}
