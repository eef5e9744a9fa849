<p class="field">
  <label for="$(name)">{{t:$(label)}}</label>
  {{#problem.fields.$(name)}}
  <span class="fault" id="$(name)-fault">{{problem.fields.$(name)}}</span>
  {{/problem.fields.$(name)}}
  <select id="$(name)" name="$(name)"{{#problem.fields.$(name)}} aria-invalid="true" aria-describedby="$(name)-fault"{{/problem.fields.$(name)}}>
    <option value="">{{t:members.not_told}}</option>
    {{#choices.$(name)}}
    <option value="{{code}}"{{#chosen}} selected{{/chosen}}>{{name}}</option>
    {{/choices.$(name)}}
  </select>
</p>
