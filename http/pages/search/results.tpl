<h1>{{t:search.title}}</h1>
{{#page.asked}}
<p class="quiet" role="status">{{t:search.total count=page.total}}</p>
{{#page.any_word}}
<p class="quiet">{{t:search.any_word}}</p>
{{/page.any_word}}
{{#corrections}}
<p class="quiet">{{t:search.corrected from=from to=to}}</p>
{{/corrections}}
{{>parts/chosen}}
{{#page.has_facets}}
<nav class="facets" aria-label="{{t:search.narrow}}">
  <ul>
    {{#kinds}}
    <li><a href="{{address}}"{{#here}} aria-current="true"{{/here}}>{{>parts/kind}}{{>parts/found_kind}} ({{number:count}})</a></li>
    {{/kinds}}
    {{#found_in}}
    <li><a href="{{address}}"{{#here}} aria-current="true"{{/here}}>{{name}} ({{number:count}})</a></li>
    {{/found_in}}
  </ul>
</nav>
{{/page.has_facets}}
{{>parts/facets}}
{{#page.has_hits}}
{{>parts/search_sorts}}
<ol class="rows">
{{#hits}}
<li class="row">
  {{#what=post}}
  <h2><a href="{{address}}"><span lang="{{community.language}}">{{thread.title}}</span></a></h2>
  {{/what=post}}
  {{#what=ad}}
  <h2><a href="{{address}}"><span lang="{{community.language}}">{{title}}</span></a></h2>
  {{/what=ad}}
  {{#what=member}}
  <h2><a href="{{address}}">{{#members[author]}}{{>parts/who}}{{/members[author]}}</a></h2>
  {{/what=member}}
  <p lang="{{community.language}}">{{#excerpt}}{{#marked}}<mark>{{text}}</mark>{{/marked}}{{^marked}}{{text}}{{/marked}}{{/excerpt}}</p>
  {{#what=post}}
  <p class="quiet">{{#members[author]}}{{>parts/who}}{{/members[author]}} · {{time:created}}</p>
  {{/what=post}}
  {{#what=ad}}
  <p class="quiet">{{>parts/found_kind}}{{#departement}} · {{code:departement}}{{/departement}} · {{time:created}}</p>
  {{/what=ad}}
  {{#what=member}}
  <p class="quiet">{{t:members.joined}} {{date:created}}</p>
  {{/what=member}}
</li>
{{/hits}}
</ol>
{{/page.has_hits}}
{{^page.has_hits}}
<p class="empty">{{t:search.nothing}}</p>
{{/page.has_hits}}
{{>parts/pager}}
{{/page.asked}}
