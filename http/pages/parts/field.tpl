<p class="field">
  <label for="$(name)">{{t:$(label)}}</label>
  {{#problem.fields.$(name)}}
  <span class="fault" id="$(name)-fault">{{problem.fields.$(name)}}</span>
  {{/problem.fields.$(name)}}
  <input id="$(name)" name="$(name)" type="$(type)" value="{{form.$(name)}}" autocomplete="$(autocomplete)" required{{#problem.fields.$(name)}} aria-invalid="true" aria-describedby="$(name)-fault"{{/problem.fields.$(name)}}>
</p>
