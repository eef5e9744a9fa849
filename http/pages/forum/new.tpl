<h1>{{t:forum.open_thread}}</h1>
{{>parts/problem}}
{{>parts/preview}}
<form method="post" enctype="multipart/form-data" action="/c/{{community.slug}}/new">
  {{>parts/csrf}}
  <input type="hidden" name="idempotency_key" value="{{page.key}}">
  <fieldset>
    <legend>{{t:forum.kind.legend}}</legend>
    {{#problem.fields.kind}}
    <span class="fault">{{problem.fields.kind}}</span>
    {{/problem.fields.kind}}
    {{>parts/kind_choice kind=question}}
    {{>parts/kind_choice kind=opinion}}
    {{>parts/kind_choice kind=advice}}
    {{>parts/kind_choice kind=news}}
  </fieldset>
  {{>parts/speaks_for}}
  {{>parts/field_with_hint name=title label=forum.title hint=forum.title_hint type=text autocomplete=off}}
  {{>parts/composer label=forum.your_text rows=12}}
  <fieldset>
    <legend>{{t:forum.in_spaces}}</legend>
    <span class="hint">{{t:forum.in_spaces_hint}}</span>
    {{#problem.fields.spaces}}
    <span class="fault">{{problem.fields.spaces}}</span>
    {{/problem.fields.spaces}}
    {{#spaces}}
    <label class="choice"><input type="checkbox" name="spaces" value="{{id}}"{{#chosen}} checked{{/chosen}}> <span>{{name}}</span></label>
    {{/spaces}}
  </fieldset>
  <button>{{t:forum.publish}}</button>
  {{>parts/preview_button}}
</form>
