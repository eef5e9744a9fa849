<h1>{{t:ads.ads}}</h1>
<p class="quiet">{{#page.tab=all}}{{t:ads.says.all}}{{/page.tab=all}}{{#page.tab=mine}}{{t:ads.says.mine}}{{/page.tab=mine}}{{#page.tab=kept}}{{t:ads.says.kept}}{{/page.tab=kept}}{{#page.tab=waiting}}{{t:ads.says.waiting}}{{/page.tab=waiting}}{{#page.tab=reported}}{{t:ads.says.reported}}{{/page.tab=reported}}</p>
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
<form class="narrow" role="search" aria-label="{{t:search.ads}}">
  {{#page.asked.kind}}<input type="hidden" name="kind" value="{{page.asked.kind}}">{{/page.asked.kind}}
  <p><label for="words">{{t:search.words}}</label> <input id="words" name="q" type="search" value="{{page.asked.q}}" maxlength="500"></p>
  <button class="second">{{t:search.search}}</button>
  <details{{#page.asked.near}} open{{/page.asked.near}}{{^page.asked.near}}{{#page.asked.price_most}} open{{/page.asked.price_most}}{{/page.asked.near}}>
  <summary class="act">{{t:search.narrow}}</summary>
  <div class="finer">
  <p><label for="near">{{t:search.near}}</label> <input id="near" name="near" type="text" value="{{page.asked.near}}" maxlength="100" autocomplete="address-level2"></p>
  <p><label for="radius">{{t:search.radius}}</label> <input id="radius" name="radius_km" type="number" min="1" max="1000" value="{{page.asked.radius_km}}"></p>
  <p><label for="price">{{t:search.price_most}}</label> <input id="price" name="price_most" type="number" min="0" value="{{page.asked.price_most}}"></p>
  </div>
  </details>
</form>
{{#page.total}}
<p class="quiet" role="status">{{t:search.total count=page.total}}</p>
{{/page.total}}
{{#viewer.member}}
{{#page.as_asked}}
<p><a class="act" href="/c/{{community.slug}}/saved-searches{{page.as_asked}}">{{t:alerts.of_these}}</a></p>
{{/page.as_asked}}
{{/viewer.member}}
<nav class="facets" aria-label="{{t:ads.by_kind}}">
  <ul>
    {{#kinds}}
    <li><a href="{{#here}}{{page.without_kind}}{{/here}}{{^here}}{{address}}{{/here}}"{{#here}} aria-current="true"{{/here}}>{{>parts/ad_kind}}</a></li>
    {{/kinds}}
  </ul>
</nav>
{{>parts/facets}}
{{/page.tab=all}}
{{#page.has_ads}}
<ol class="rows">
{{#ads}}
{{>parts/ad_row level=2}}
{{/ads}}
</ol>
{{/page.has_ads}}
{{^page.has_ads}}
<p class="empty">{{#page.tab=all}}{{t:ads.none.all}}{{/page.tab=all}}{{#page.tab=mine}}{{t:ads.none.mine}}{{/page.tab=mine}}{{#page.tab=kept}}{{t:ads.none.kept}}{{/page.tab=kept}}{{#page.tab=waiting}}{{t:ads.none.waiting}}{{/page.tab=waiting}}{{#page.tab=reported}}{{t:ads.none.reported}}{{/page.tab=reported}}</p>
{{/page.has_ads}}
{{>parts/pager}}
