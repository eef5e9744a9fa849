<h1>{{t:spaces.style}}</h1>
<p>{{t:spaces.style_why}}</p>
{{>parts/problem}}
<form method="post" action="/c/{{community.slug}}/style" enctype="multipart/form-data">
  {{>parts/csrf}}
  <input type="hidden" name="idempotency_key" value="{{page.key}}">
  <p class="field">
    <label for="accent">{{t:spaces.accent}}</label>
    <span class="hint" id="accent-hint">{{t:spaces.accent_hint}}</span>
    {{#problem.fields.accent}}
    <span class="fault" id="accent-fault">{{problem.fields.accent}}</span>
    {{/problem.fields.accent}}
    <input id="accent" name="accent" type="color" value="{{form.accent}}" aria-describedby="accent-hint{{#problem.fields.accent}} accent-fault{{/problem.fields.accent}}"{{#problem.fields.accent}} aria-invalid="true"{{/problem.fields.accent}}>
  </p>
  <label class="choice"><input type="checkbox" name="own_accent" value="true"{{#form.own_accent}} checked{{/form.own_accent}}> <span>{{t:spaces.accent_own}}</span></label>
  <p class="field">
    <label for="logo">{{t:spaces.logo}}</label>
    <span class="hint" id="logo-hint">{{t:spaces.logo_hint}}</span>
    {{#problem.fields.logo}}
    <span class="fault" id="logo-fault">{{problem.fields.logo}}</span>
    {{/problem.fields.logo}}
    <input id="logo" name="logo" type="file" accept="image/jpeg,image/png,image/webp" aria-describedby="logo-hint{{#problem.fields.logo}} logo-fault{{/problem.fields.logo}}"{{#problem.fields.logo}} aria-invalid="true"{{/problem.fields.logo}}>
  </p>
  {{#page.logo}}
  <label class="choice"><input type="checkbox" name="no_logo" value="true"> <span>{{t:spaces.logo_none}}</span></label>
  {{/page.logo}}
  <div class="buttons">
    {{>parts/button look=first label=forum.save}}
    <a href="/c/{{community.slug}}">{{t:forum.leave_unchanged}}</a>
  </div>
</form>
<section aria-labelledby="example">
  <h2 id="example">{{t:spaces.style_example}}</h2>
  <div class="buttons">
    <a class="button" href="/c/{{community.slug}}">{{t:spaces.to_front}}</a>
    <a href="/c/{{community.slug}}/threads">{{t:forum.all_threads}}</a>
    {{>parts/badge look=plain label=forum.accepted_answer}}
  </div>
</section>
