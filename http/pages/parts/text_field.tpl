<p class="field">
  <label for="body">{{t:$(label)}}</label>
  <span class="hint" id="body-hint">{{t:forum.markdown_hint}}</span>
  {{#problem.fields.body}}
  <span class="fault" id="body-fault">{{problem.fields.body}}</span>
  {{/problem.fields.body}}
  <textarea id="body" name="body" rows="$(rows)" required aria-describedby="body-hint{{#problem.fields.body}} body-fault{{/problem.fields.body}}"{{#problem.fields.body}} aria-invalid="true"{{/problem.fields.body}}>
{{lines:form.body}}</textarea>
</p>
