/** What was typed into a form, kept in the browser until it is sent: a reload loses nothing. */

/** Not typed: the server's own for each page. */
const OWN_FIELDS = ["form_key"];

type Values = readonly (readonly [name: string, value: string])[];

/** Keeps what stands in the form under a key of this tab. */
export function keepDraft(key: string, form: HTMLFormElement): void {
  const values: Values = Array.from(new FormData(form)).flatMap(([name, value]) =>
    typeof value === "string" && !OWN_FIELDS.includes(name) ? [[name, value] as const] : []
  );
  try {
    sessionStorage.setItem(key, JSON.stringify(values));
    sessionStorage.removeItem(`${key}, sent`);
  } catch (error) {
    // A browser that keeps nothing, or has no room: the form works without.
    if (!(error instanceof DOMException)) throw error;
  }
}

/** Notes that what was kept was sent: it is put back on the way back only. */
export function markSent(key: string): void {
  try {
    if (sessionStorage.getItem(key) !== null) sessionStorage.setItem(`${key}, sent`, "yes");
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/**
 * Whether what was kept belongs into the page that was just loaded: on a reload and the way back always;
 * else in the empty form, unless it was sent. Who follows a link that fills the form wants what it says.
 */
export function isDraftWanted(key: string): boolean {
  const [navigation] = performance.getEntriesByType("navigation");
  const isSame = (navigation as PerformanceNavigationTiming | undefined)?.type !== "navigate";
  try {
    return isSame || location.search === "" && sessionStorage.getItem(`${key}, sent`) === null;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

/** Puts what was kept back into the form. @returns whether that changed something */
export function restoreDraft(key: string, form: HTMLFormElement): boolean {
  let isChanged = false;
  for (const [name, value] of keptValues(key)) {
    const control = form.elements.namedItem(name);
    if (!(control instanceof RadioNodeList) && !isControl(control)) continue;
    if (control.value === value) continue;
    control.value = value;
    isChanged = true;
  }
  return isChanged;
}

export function forgetDraft(key: string): void {
  try {
    sessionStorage.removeItem(key);
    sessionStorage.removeItem(`${key}, sent`);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

function keptValues(key: string): Values {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "[]");
  } catch (error) {
    if (error instanceof DOMException || error instanceof SyntaxError) return [];
    throw error;
  }
}

function isControl(
  control: Element | RadioNodeList | null,
): control is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
  return control instanceof HTMLInputElement || control instanceof HTMLSelectElement ||
    control instanceof HTMLTextAreaElement;
}
