{{#pager}}
<nav class="pager" aria-label="{{t:layout.pages}}">
  {{#previous}}
  <a href="{{previous}}" rel="prev">{{t:layout.previous}}</a>
  {{/previous}}
  {{#number}}
  <span aria-current="page">{{t:layout.page number=number}}</span>
  {{/number}}
  {{#next}}
  <a href="{{next}}" rel="next">{{t:layout.next}}</a>
  {{/next}}
</nav>
{{/pager}}
