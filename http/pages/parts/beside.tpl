<aside class="beside" aria-label="{{t:spaces.spaces}}">
  {{! One act a page stands out: the way to write. }}
  {{#viewer.member}}
  <p><a class="button" href="/c/{{community.slug}}/new{{#space}}?space={{slug}}{{/space}}">{{t:forum.open_thread}}</a></p>
  {{/viewer.member}}
  {{^viewer.member}}
  <p><a class="button" href="/c/{{community.slug}}/join{{#page.via}}?via={{page.via}}{{/page.via}}">{{t:members.join}}</a></p>
  {{/viewer.member}}
  <nav aria-label="{{t:spaces.spaces}}">
    <h2>{{t:spaces.spaces}}</h2>
    <ul class="places">
      <li><a href="/c/{{community.slug}}/threads"{{#page.here=threads}} aria-current="page"{{/page.here=threads}}>{{t:forum.all_threads}}</a></li>
      {{#viewer.member}}
      <li><a href="/c/{{community.slug}}/feed"{{#page.here=feed}} aria-current="page"{{/page.here=feed}}>{{t:forum.followed}}</a></li>
      {{/viewer.member}}
      <li><a href="/c/{{community.slug}}/ads"{{#page.here=ads}} aria-current="page"{{/page.here=ads}}>{{t:ads.ads}}</a></li>
      {{#viewer.member}}
      <li><a href="/c/{{community.slug}}/conversations"{{#page.here=conversations}} aria-current="page"{{/page.here=conversations}}>{{t:messages.conversations}}</a></li>
      <li><a href="/c/{{community.slug}}/organisations"{{#page.here=organisations}} aria-current="page"{{/page.here=organisations}}>{{t:organisations.organisations}}</a></li>
      {{/viewer.member}}
      {{#spaces}}
      <li><a href="/c/{{community.slug}}/s/{{slug}}"{{#here}} aria-current="page"{{/here}}>{{name}}</a></li>
      {{/spaces}}
    </ul>
  </nav>
</aside>
