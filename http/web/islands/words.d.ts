// SPDX-License-Identifier: Apache-2.0
// What build.mjs puts in the place of "words": the words of one language.
declare module "words" {
  type Phrase = string | { by: string; forms: Record<string, string> };
  const words: Record<string, Phrase>;
  export default words;
}
