// SPDX-License-Identifier: Apache-2.0
// The page's one live region (#announcer of the layout): what is put there is read aloud when the reader pauses.

export function announce(text: string): void {
  const region = document.getElementById("announcer");
  if (region === null) return;
  // The same words twice would be no change, and not be read.
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}
