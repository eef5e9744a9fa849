{{! A line that may stay empty; `mode`: text or numeric, for keyboards on glass. }}
<p class="field">
  <label for="$(name)">{{t:$(label)}}</label>
  {{#problem.fields.$(name)}}
  <span class="fault" id="$(name)-fault">{{problem.fields.$(name)}}</span>
  {{/problem.fields.$(name)}}
  <input id="$(name)" name="$(name)" type="text" inputmode="$(mode)" value="{{form.$(name)}}" autocomplete="off"{{#problem.fields.$(name)}} aria-invalid="true" aria-describedby="$(name)-fault"{{/problem.fields.$(name)}}>
</p>
