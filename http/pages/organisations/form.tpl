<h1>{{#page.new}}{{t:organisations.make}}{{/page.new}}{{^page.new}}{{t:organisations.edit}}{{/page.new}}</h1>
{{#page.new}}
<p>{{t:organisations.make_means}}</p>
{{/page.new}}
{{>parts/problem}}
<form method="post" action="{{page.to}}">
  {{>parts/csrf}}
  {{#page.new}}
  <input type="hidden" name="idempotency_key" value="{{page.key}}">
  {{/page.new}}
  <input type="hidden" name="version" value="{{form.version}}">
  {{>parts/field_with_hint name=name label=organisations.name hint=organisations.name_hint type=text autocomplete=organization}}
  <p class="field">
    <label for="kind">{{t:organisations.kind}}</label>
    <select id="kind" name="kind">
      {{#kinds}}
      <option value="{{kind}}"{{#chosen}} selected{{/chosen}}>{{>parts/organisation_kind}}</option>
      {{/kinds}}
    </select>
  </p>
  {{>parts/choice name=departement label=members.departement}}
  <button>{{t:forum.save}}</button>
</form>
