// SPDX-License-Identifier: Apache-2.0
// What the layout loads on every page. Nothing here is needed to read or write: it adds to what links and forms do.
import { noteVisit } from "./ads/visit";
import { keepDrafts } from "./drafts/drafts";
import { suggestMembers } from "./forum/mentions";
import { watchPreviews } from "./forum/preview";
import { watchReading } from "./forum/reading";
import { watchUploads } from "./forum/upload";
import { listen } from "./live/live";
import { Replies } from "./live/replies";
import { KeptPages } from "./offline/kept_pages";
import { watchNetwork } from "./offline/offline";
import { completeSearches } from "./search/complete";
import { watchSending } from "./sending";
import { watchSignOut } from "./sign_out";

watchPreviews();
watchSending();
watchUploads();
watchNetwork();
customElements.define("palabre-replies", Replies);
listen();
suggestMembers();
completeSearches();
watchReading();
noteVisit();
customElements.define("palabre-kept-pages", KeptPages);
void watchSignOut().then(keepDrafts);
