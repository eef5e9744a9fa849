<fieldset class="attach">
  <legend>{{t:forum.attachments}}</legend>
  <span class="hint" id="files-hint">{{t:forum.attachments_hint}}</span>
  {{#problem.fields.files}}
  <span class="fault" id="files-fault" role="alert">{{#form.file_at_fault}}{{t:forum.file_at_fault name=form.file_at_fault}} {{/form.file_at_fault}}{{problem.fields.files}}</span>
  {{/problem.fields.files}}
  {{#problem.fields.attachments}}
  <span class="fault" role="alert">{{problem.fields.attachments}}</span>
  {{/problem.fields.attachments}}
  {{#attached}}
  <div class="field">
    <label class="choice"><input type="checkbox" name="attachments" value="{{id}}" checked> <span>{{#name}}{{name}}{{/name}}{{^name}}{{t:forum.file_unnamed}}{{/name}}</span></label>
    {{#picture}}
    <label for="alternative-{{id}}">{{t:forum.alternative}}</label>
    <input id="alternative-{{id}}" name="alternative-{{id}}" type="text" value="{{alternative}}" maxlength="1000" autocomplete="off">
    {{/picture}}
  </div>
  {{/attached}}
  {{#file_rows.first}}
  {{>parts/file_row}}
  {{/file_rows.first}}
  {{#has_others}}
  <details>
    <summary class="act">{{t:forum.more_files}}</summary>
    {{#file_rows.others}}
    {{>parts/file_row}}
    {{/file_rows.others}}
  </details>
  {{/has_others}}
</fieldset>
