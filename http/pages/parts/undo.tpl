{{! After an act that can be taken back: `undo` is where and what to send for that. }}
{{#undo}}
<form class="toast" method="post" action="{{to}}">
  {{>parts/csrf}}
  <input type="hidden" name="idempotency_key" value="{{page.key}}">
  {{#fields}}
  <input type="hidden" name="{{name}}" value="{{value}}">
  {{/fields}}
  <span role="status">{{t:$(says)}}</span>
  <button class="act">{{t:layout.undo}}</button>
</form>
{{/undo}}
