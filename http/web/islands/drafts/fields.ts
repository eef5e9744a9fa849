// SPDX-License-Identifier: Apache-2.0
// What one writes and chooses in a form, taken out and put back. What the page itself put there (hidden fields) and passwords are
// left alone.
import type { Field } from "./store";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const left = new Set(["hidden", "password", "file", "submit", "button", "image", "reset"]);

function controls(form: HTMLFormElement): Control[] {
  return [...form.elements].filter((each): each is Control =>
    (each instanceof HTMLInputElement && !left.has(each.type)) || each instanceof HTMLTextAreaElement || each instanceof HTMLSelectElement);
}

function isChoice(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio");
}

/** Where somebody writes something worth keeping: a form that is sent, with a text, and without a password. */
export function keepsDrafts(form: HTMLFormElement): boolean {
  return form.method === "post" && form.querySelector("input[type=password]") === null &&
    controls(form).some((control) => control instanceof HTMLTextAreaElement || (control instanceof HTMLInputElement && control.type === "text"));
}

/** Fields as a form sends them: those that are not chosen are not there. */
export function fieldsOf(form: HTMLFormElement): Field[] {
  return controls(form).filter((control) => control.name !== "" && (!isChoice(control) || control.checked))
    .map((control) => [control.name, control.value]);
}

export function setFields(form: HTMLFormElement, fields: Field[]): void {
  for (const control of controls(form)) {
    const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
    if (isChoice(control)) control.checked = values.includes(control.value);
    else if (values[0] !== undefined) control.value = values[0];
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

export function sameFields(some: Field[], others: Field[]): boolean {
  // Lines end as the browser likes.
  const text = (fields: Field[]) => JSON.stringify(fields).replaceAll("\\r\\n", "\\n");
  return text(some) === text(others);
}

/** Which form this is, on whatever page it stands and in whatever session: where it is sent, and the post that is commented or
 * the message that is reported. */
export function nameOf(form: HTMLFormElement): string {
  const about = form.querySelector<HTMLInputElement>("input[type=hidden]:is([name=parent], [name=message])")?.value ?? "";
  return `${new URL(form.action).pathname} ${about}`;
}

/** The key under which the form is sent; empty: it has none. */
export function keyField(form: HTMLFormElement): HTMLInputElement | null {
  return form.querySelector<HTMLInputElement>("input[type=hidden][name=idempotency_key]");
}
