// Recipes that are being edited: they outlive a walk to another page, and end with the window. Without storage nothing is kept.
const key = (name: string): string => `xom.workbench.${name || 'new'}`;

export function draftOf(name: string): string | null {
  try {
    return sessionStorage.getItem(key(name));
  } catch {
    return null;
  }
}

/** null: nothing was changed, or is not wanted any more. */
export function keepDraft(name: string, text: string | null): void {
  try {
    if (text === null) sessionStorage.removeItem(key(name));
    else sessionStorage.setItem(key(name), text);
  } catch {
    // Full, or forbidden: the text is still on the page.
  }
}
