{{! What the list is narrowed by: each link lets go of one of them. }}
{{#page.narrowed}}
<nav class="facets chosen" aria-label="{{t:search.chosen}}">
  <ul>
    {{#chosen}}
    <li><a href="{{address}}" aria-label="{{t:search.without filter=name}}">{{name}} <span aria-hidden="true">×</span></a></li>
    {{/chosen}}
  </ul>
</nav>
{{/page.narrowed}}
