<h1>{{problem.title}}</h1>
{{#problem.detail}}
<p>{{problem.detail}}</p>
{{/problem.detail}}
{{#problem.what_next}}
<p>{{problem.what_next}}</p>
{{/problem.what_next}}
<p>
  {{#problem.sign_in}}
  <a class="button" href="/sign-in?next={{page.next}}">{{t:accounts.sign_in}}</a>
  {{/problem.sign_in}}
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
