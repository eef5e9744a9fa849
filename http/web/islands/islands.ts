// SPDX-License-Identifier: Apache-2.0
// What the layout loads on every page. Nothing here is needed to read or write: it adds to what links and forms do.
import { keepDrafts } from "./drafts/drafts";
import { Replies } from "./live/replies";
import { KeptPages } from "./offline/kept_pages";
import { watchNetwork } from "./offline/offline";
import { watchSending } from "./sending";
import { watchSignOut } from "./sign_out";

watchSending();
watchNetwork();
customElements.define("palabre-replies", Replies);
customElements.define("palabre-kept-pages", KeptPages);
void watchSignOut().then(keepDrafts);
