// SPDX-License-Identifier: Apache-2.0
// What the layout loads on every page. Nothing here is needed to read or write: it adds to what links and forms do.
import { Replies } from "./live/replies";
import { watchSending } from "./sending";

watchSending();
customElements.define("palabre-replies", Replies);
