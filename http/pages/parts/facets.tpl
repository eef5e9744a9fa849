{{! What was found, by where it is, trade, contract, price, surface and age: links, no script; a long list shows its beginning. }}
{{#page.has_groups}}
<div class="groups">
  {{#groups}}
  <details class="facets"{{#open}} open{{/open}}>
    <summary class="act">{{title}}</summary>
    {{#lists}}
    {{#label}}
    <h2>{{label}}</h2>
    {{/label}}
    {{#map}}{{>parts/map}}{{/map}}
    <ul>
      {{#values}}
      {{>parts/facet}}
      {{/values}}
    </ul>
    {{#hidden}}
    <details>
      <summary class="act">{{t:search.more count=hidden}}</summary>
      <ul>
        {{#more}}
        {{>parts/facet}}
        {{/more}}
      </ul>
    </details>
    {{/hidden}}
    {{/lists}}
  </details>
  {{/groups}}
</div>
{{/page.has_groups}}
