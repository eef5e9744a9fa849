{{#problem}}
<div class="problem" role="alert">
  {{#fields}}
  <p><strong>{{t:layout.field_at_fault}}</strong></p>
  {{/fields}}
  {{^fields}}
  <p><strong>{{title}}</strong></p>
  {{#detail}}
  <p>{{detail}}</p>
  {{/detail}}
  {{/fields}}
</div>
{{/problem}}
