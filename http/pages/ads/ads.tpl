<h1>{{t:ads.ads}}</h1>
{{^page.tab=all}}
<p class="quiet">{{#page.tab=mine}}{{t:ads.says.mine}}{{/page.tab=mine}}{{#page.tab=kept}}{{t:ads.says.kept}}{{/page.tab=kept}}{{#page.tab=waiting}}{{t:ads.says.waiting}}{{/page.tab=waiting}}{{#page.tab=reported}}{{t:ads.says.reported}}{{/page.tab=reported}}</p>
{{/page.tab=all}}
{{#viewer.member}}
<p><a class="button" href="/c/{{community.slug}}/ads/new">{{t:ads.publish}}</a></p>
<nav class="tabs" aria-label="{{t:ads.lists}}">
  <ul>
    {{>parts/tab name=all to=ads label=ads.list.all}}
    {{>parts/tab name=mine to=ads/mine label=ads.list.mine}}
    {{>parts/tab name=kept to=ads/favourites label=ads.list.kept}}
    {{>parts/tab name=searches to=saved-searches label=alerts.searches}}
    {{#page.may_moderate}}
    {{>parts/tab name=waiting to=ads/queue label=ads.list.waiting}}
    {{>parts/tab name=reported to=ads/queue?waiting=reports label=ads.list.reported}}
    {{/page.may_moderate}}
    {{#page.may_set_rules}}
    {{>parts/tab name=rules to=ads/rules label=ads.rules}}
    {{/page.may_set_rules}}
  </ul>
</nav>
{{/viewer.member}}
{{#page.tab=all}}
{{#problem}}
<div class="problem" role="alert"><p><strong>{{t:search.not_done}}</strong></p></div>
{{/problem}}
<form class="narrow" role="search" aria-label="{{t:search.ads}}">
  {{#kept}}
  <input type="hidden" name="{{name}}" value="{{value}}">
  {{/kept}}
  <p><label for="words">{{t:search.words}}</label> <input id="words" name="q" type="search" value="{{form.q}}" maxlength="500" enterkeyhint="search" data-of="ads"></p>
  <button class="second">{{t:search.search}}</button>
  <details{{#page.finer}} open{{/page.finer}}>
  <summary class="act">{{t:search.narrow}}</summary>
  <div class="finer">
  {{>parts/optional_field name=near label=search.near mode=text}}
  {{>parts/optional_field name=radius_km label=search.radius mode=numeric}}
  {{>parts/optional_field name=price_least label=search.price_least mode=numeric}}
  {{>parts/optional_field name=price_most label=search.price_most mode=numeric}}
  {{>parts/optional_field name=surface_least label=search.surface_least mode=numeric}}
  {{>parts/optional_field name=surface_most label=search.surface_most mode=numeric}}
  </div>
  </details>
</form>
{{#page.total}}
<p class="quiet" role="status">{{t:search.total count=page.total}}</p>
{{/page.total}}
{{>parts/chosen}}
{{#viewer.member}}
{{#page.as_asked}}
<p><a class="act" href="/c/{{community.slug}}/saved-searches{{page.as_asked}}">{{t:alerts.of_these}}</a></p>
{{/page.as_asked}}
{{/viewer.member}}
{{#page.has_kinds}}
<nav class="facets" aria-label="{{t:ads.by_kind}}">
  <ul>
    {{#kinds}}
    <li><a href="{{address}}"{{#here}} aria-current="true"{{/here}}>{{>parts/ad_kind}}{{#count}} ({{number:count}}){{/count}}</a></li>
    {{/kinds}}
  </ul>
</nav>
{{/page.has_kinds}}
{{>parts/facets}}
{{#page.has_ads}}
{{>parts/search_sorts}}
{{/page.has_ads}}
{{/page.tab=all}}
{{#page.has_ads}}
<ol class="rows">
{{#ads}}
{{>parts/ad_row level=2}}
{{/ads}}
</ol>
{{/page.has_ads}}
{{^page.has_ads}}
{{^problem}}
<p class="empty">{{#page.tab=all}}{{#page.searched}}{{t:ads.none.found}}{{/page.searched}}{{^page.searched}}{{t:ads.none.all}}{{/page.searched}}{{/page.tab=all}}{{#page.tab=mine}}{{t:ads.none.mine}}{{/page.tab=mine}}{{#page.tab=kept}}{{t:ads.none.kept}}{{/page.tab=kept}}{{#page.tab=waiting}}{{t:ads.none.waiting}}{{/page.tab=waiting}}{{#page.tab=reported}}{{t:ads.none.reported}}{{/page.tab=reported}}</p>
{{/problem}}
{{/page.has_ads}}
{{>parts/pager}}
