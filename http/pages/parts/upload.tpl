<div class="upload">
  <p class="field">
    <label for="$(name)">{{t:$(label)}}</label>
    <span class="hint" id="$(name)-hint">{{t:$(hint)}}</span>
    {{#problem.fields.$(name)}}
    <span class="fault" id="$(name)-fault">{{problem.fields.$(name)}}</span>
    {{/problem.fields.$(name)}}
    <input id="$(name)" name="$(name)" type="file" accept="$(accept)" multiple aria-describedby="$(name)-hint{{#problem.fields.$(name)}} $(name)-fault{{/problem.fields.$(name)}}"{{#problem.fields.$(name)}} aria-invalid="true"{{/problem.fields.$(name)}}>
  </p>
</div>
