// SPDX-License-Identifier: Apache-2.0
// Marks a thread as read as far as one has come, by the form that does so when pressed: told when the last post was in view for
// a second, and when one leaves.

const longEnough = 1_000;

export function watchReading(): void {
  const form = document.querySelector<HTMLFormElement>("form[action*='/read/']");
  const posts = document.querySelectorAll<HTMLElement>("article.post[id^=p]");
  if (form === null || posts.length === 0) return;
  let furthest = 0, told = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const last = Math.max(...[...posts].map(ordinalOf));

  const tell = () => {
    if (furthest <= told) return;
    told = furthest;
    const fields = new URLSearchParams([...new FormData(form)].map(([name, value]): [string, string] => [name, String(value)]));
    fields.set("ordinal", String(furthest));
    // The answer leads back here; nobody needs it.
    void fetch(form.action, { method: "POST", body: fields, keepalive: true, redirect: "manual" }).catch(() => { told = 0; });
  };

  const eye = new IntersectionObserver((entries) => {
    for (const entry of entries)
      // Its end was seen: a long post is not read when its first line is.
      if (entry.isIntersecting && entry.boundingClientRect.bottom <= innerHeight) furthest = Math.max(furthest, ordinalOf(entry.target));
    clearTimeout(timer);
    if (furthest === last) timer = setTimeout(tell, longEnough);
  }, { threshold: [0, 0.25, 0.5, 0.75, 1] });
  for (const post of posts) eye.observe(post);
  addEventListener("pagehide", tell);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") tell();
  });
}

function ordinalOf(post: Element): number {
  return Number(post.id.slice(1));
}
