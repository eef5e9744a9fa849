<h1>{{t:ads.ads}}</h1>
<p class="quiet">{{#page.list=all}}{{t:ads.says.all}}{{/page.list=all}}{{#page.list=mine}}{{t:ads.says.mine}}{{/page.list=mine}}{{#page.list=kept}}{{t:ads.says.kept}}{{/page.list=kept}}{{#page.list=waiting}}{{t:ads.says.waiting}}{{/page.list=waiting}}{{#page.list=reported}}{{t:ads.says.reported}}{{/page.list=reported}}</p>
{{#viewer.member}}
<p><a class="button" href="/c/{{community.slug}}/ads/new">{{t:ads.publish}}</a></p>
<nav class="tabs" aria-label="{{t:ads.lists}}">
  <ul>
    <li><a href="/c/{{community.slug}}/ads"{{#page.list=all}} aria-current="page"{{/page.list=all}}>{{t:ads.list.all}}</a></li>
    <li><a href="/c/{{community.slug}}/ads/mine"{{#page.list=mine}} aria-current="page"{{/page.list=mine}}>{{t:ads.list.mine}}</a></li>
    <li><a href="/c/{{community.slug}}/ads/favourites"{{#page.list=kept}} aria-current="page"{{/page.list=kept}}>{{t:ads.list.kept}}</a></li>
    <li><a href="/c/{{community.slug}}/saved-searches">{{t:alerts.searches}}</a></li>
    {{#page.may_moderate}}
    <li><a href="/c/{{community.slug}}/ads/queue"{{#page.list=waiting}} aria-current="page"{{/page.list=waiting}}>{{t:ads.list.waiting}}</a></li>
    <li><a href="/c/{{community.slug}}/ads/queue?waiting=reports"{{#page.list=reported}} aria-current="page"{{/page.list=reported}}>{{t:ads.list.reported}}</a></li>
    {{/page.may_moderate}}
    {{#page.may_set_rules}}
    <li><a href="/c/{{community.slug}}/ads/rules">{{t:ads.rules}}</a></li>
    {{/page.may_set_rules}}
  </ul>
</nav>
{{/viewer.member}}
{{#page.list=all}}
<nav class="facets" aria-label="{{t:ads.by_kind}}">
  <ul>
    {{#kinds}}
    <li><a href="{{#here}}?{{/here}}{{^here}}{{address}}{{/here}}"{{#here}} aria-current="true"{{/here}}>{{>parts/ad_kind}}</a></li>
    {{/kinds}}
  </ul>
</nav>
{{/page.list=all}}
{{#page.has_ads}}
<ol class="rows">
{{#ads}}
{{>parts/ad_row}}
{{/ads}}
</ol>
{{/page.has_ads}}
{{^page.has_ads}}
<p class="empty">{{#page.list=all}}{{t:ads.none.all}}{{/page.list=all}}{{#page.list=mine}}{{t:ads.none.mine}}{{/page.list=mine}}{{#page.list=kept}}{{t:ads.none.kept}}{{/page.list=kept}}{{#page.list=waiting}}{{t:ads.none.waiting}}{{/page.list=waiting}}{{#page.list=reported}}{{t:ads.none.reported}}{{/page.list=reported}}</p>
{{/page.has_ads}}
{{>parts/pager}}
