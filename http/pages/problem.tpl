<h1>{{problem.title}}</h1>
{{#problem.detail}}
<p>{{problem.detail}}</p>
{{/problem.detail}}
{{#problem.confirm}}
{{>parts/send_again}}
{{/problem.confirm}}
{{#problem.form}}
<form method="post" action="{{action}}">
  {{>parts/csrf}}
  <p>{{t:problem_page.kept}}</p>
  {{#fields}}
  {{#typed}}
  <p class="field">
    <label>{{#name=title}}{{t:forum.title}}{{/name=title}}{{#name=body}}{{t:forum.your_text}}{{/name=body}}{{#name=name}}{{t:accounts.name}}{{/name=name}}{{#name=email}}{{t:accounts.email}}{{/name=email}}{{#name=bio}}{{t:members.bio}}{{/name=bio}}{{#name=text}}{{t:forum.your_text}}{{/name=text}}{{#name=place}}{{t:ads.label.place}}{{/name=place}}{{#name=structure}}{{t:ads.label.structure}}{{/name=structure}}{{#name=note}}{{t:ads.note}}{{/name=note}}{{#described}}{{t:forum.alternative}}{{/described}}
    <textarea name="{{name}}" rows="{{#name=body}}12{{/name=body}}{{^name=body}}2{{/name=body}}">
{{lines:value}}</textarea></label>
  </p>
  {{/typed}}
  {{^typed}}
  <input type="hidden" name="{{name}}" value="{{value}}">
  {{/typed}}
  {{/fields}}
  <button>{{t:problem_page.send_again}}</button>
</form>
{{/problem.form}}
<p class="buttons">
  {{#problem.retry}}
  {{>parts/retry}}
  {{/problem.retry}}
  {{#problem.sign_in}}
  <a class="button" href="/sign-in?next={{page.next}}">{{t:accounts.sign_in}}</a>
  {{/problem.sign_in}}
  {{#problem.accept}}
  <a class="button" href="/account/terms?next={{page.next}}">{{t:accounts.read_terms}}</a>
  {{/problem.accept}}
  {{#problem.join}}
  <a class="button" href="/c/{{community.slug}}/join">{{t:members.join}}</a>
  {{/problem.join}}
  {{#community}}
  <a href="/c/{{slug}}">{{t:problem_page.to_community name=name}}</a>
  {{/community}}
  {{^community}}
  <a href="/">{{t:problem_page.to_communities}}</a>
  {{/community}}
</p>
