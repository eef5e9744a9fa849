{{! Where, in which trades and under which contracts what was found is: links, no script. }}
{{#page.has_places}}
<details class="facets"{{#page.narrowed}} open{{/page.narrowed}}>
  <summary class="act">{{t:search.where}}</summary>
  {{#map}}{{>parts/map}}{{/map}}
  <ul>
    {{#departements}}
    <li><a href="{{address}}"{{#here}} aria-current="true"{{/here}}>{{code:departement}} ({{number:count}})</a></li>
    {{/departements}}
  </ul>
</details>
{{/page.has_places}}
{{#page.has_trades}}
<details class="facets"{{#page.by_trade}} open{{/page.by_trade}}>
  <summary class="act">{{t:search.trades}}</summary>
  <ul>
    {{#trades}}
    <li><a href="{{address}}"{{#here}} aria-current="true"{{/here}}>{{code:trade}} ({{number:count}})</a></li>
    {{/trades}}
  </ul>
</details>
{{/page.has_trades}}
{{#page.has_contracts}}
<details class="facets"{{#page.by_contract}} open{{/page.by_contract}}>
  <summary class="act">{{t:search.contracts}}</summary>
  <ul>
    {{#contracts}}
    <li><a href="{{address}}"{{#here}} aria-current="true"{{/here}}>{{code:contract}} ({{number:count}})</a></li>
    {{/contracts}}
  </ul>
</details>
{{/page.has_contracts}}
