<h1>{{#legal}}{{>parts/legal_name}}{{/legal}}</h1>
<p>{{#form.language=fr}}{{t:legal.in_french}} <a href="/legal/{{legal.page}}/edit?language=en">{{t:legal.other_language}}</a>{{/form.language=fr}}{{#form.language=en}}{{t:legal.in_english}} <a href="/legal/{{legal.page}}/edit?language=fr">{{t:legal.other_language}}</a>{{/form.language=en}}</p>
{{#legal.page=terms}}
<p>{{t:legal.terms_asked_again}}</p>
{{/legal.page=terms}}
{{>parts/problem}}
<form method="post" action="/legal/{{legal.page}}/edit">
  {{>parts/csrf}}
  <input type="hidden" name="language" value="{{form.language}}">
  <input type="hidden" name="version" value="{{form.version}}">
  <p class="field">
    <label for="text">{{t:forum.your_text}}</label>
    <span class="hint" id="text-hint">{{t:forum.markdown_hint}}</span>
    {{#problem.fields.text}}
    <span class="fault" id="text-fault">{{problem.fields.text}}</span>
    {{/problem.fields.text}}
    <textarea id="text" name="text" rows="24" lang="{{form.language}}" required aria-describedby="text-hint{{#problem.fields.text}} text-fault{{/problem.fields.text}}"{{#problem.fields.text}} aria-invalid="true"{{/problem.fields.text}}>
{{lines:form.text}}</textarea>
  </p>
  <button>{{t:forum.save}}</button>
  <a href="/legal/{{legal.page}}">{{t:forum.leave_unchanged}}</a>
</form>
