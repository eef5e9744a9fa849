<h1>{{t:members.join_named name=community.name}}</h1>
{{#community.promise}}
<p class="promise">{{community.promise}}</p>
{{/community.promise}}
{{>parts/problem}}
<form method="post" action="/c/{{community.slug}}/join">
  {{>parts/csrf}}
  {{#form.via}}
  <input type="hidden" name="via" value="{{form.via}}">
  {{/form.via}}
  <input type="hidden" name="idempotency_key" value="{{page.key}}">
  {{>parts/field_with_hint name=name label=members.name hint=members.name_hint type=text autocomplete=name}}
  {{#community.shows_names}}
  <label class="choice"><input type="checkbox" name="show_name" value="true"{{#form.show_name}} checked{{/form.show_name}}> <span>{{t:members.show_name}} <span class="quiet">{{t:members.show_name_hint}}</span></span></label>
  {{/community.shows_names}}
  <button>{{t:members.do_join}}</button>
</form>
